namespace AutoGrad.Compare.Limits;

/// <summary>A loop whose speed is a limit of the machine.</summary>
internal interface ILoop
{
    /// <summary>Operations or bytes of one run.</summary>
    double Amount { get; }

    /// <summary>Runs some times.</summary>
    void Run(int repeats);
}
