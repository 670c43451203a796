namespace AutoGrad.Nn;

/// <summary>Which way signals are to keep their scale.</summary>
public enum FanMode
{
    /// <summary>Forward: divide by the number of inputs of each output.</summary>
    FanIn,

    /// <summary>Backward: divide by the number of outputs of each input.</summary>
    FanOut,
}
