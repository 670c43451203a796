namespace AutoGrad.Conformance.Cases;

/// <summary>How far a result may be off: |a − b| ≤ Absolute + Relative |b|.</summary>
internal readonly record struct Tolerance(double Relative, double Absolute);
