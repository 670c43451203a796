namespace AutoGrad;

/// <summary>How a Jacobian is computed. The result is the same; the cost is not.</summary>
public enum JacobianMode
{
    /// <summary>By columns if there are fewer inputs than outputs, by rows otherwise.</summary>
    Auto,

    /// <summary>Forward mode: a column an input element.</summary>
    Forward,

    /// <summary>Reverse mode: a row an output element.</summary>
    Reverse,
}
