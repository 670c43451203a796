namespace AutoGrad.Compare.Workloads;

/// <summary>Our side of a comparison: something to do again and again, written as a user of the library would.</summary>
internal abstract class Workload
{
    /// <summary>What both sides start from, in the order of the peer's script: data first, then parameters.</summary>
    public abstract IEnumerable<Tensor> Start { get; }

    /// <summary>Arithmetic operations of one step, where they are all that matters; 0 elsewhere.</summary>
    public virtual double Operations => 0;

    /// <summary>Bytes that one step must read and write, where they are all that matters; 0 elsewhere.</summary>
    public virtual double Bytes => 0;

    /// <summary>How many of what is reported one call of <see cref="Step"/> does.</summary>
    public virtual int StepsPerCall => 1;

    /// <summary>Does it once.</summary>
    /// <returns>The loss, or the result where there is none.</returns>
    public abstract Tensor Step();

    /// <summary>Does it once, and boils the result down to a number that both sides must agree in.</summary>
    public virtual double Witness() => Fingerprint.Of(Step());
}
