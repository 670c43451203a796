namespace AutoGrad.Training;

/// <summary>How the figures of several classes become one.</summary>
public enum Averaging
{
    /// <summary>The mean over the classes; one that occurs in neither guesses nor targets is left out.</summary>
    Macro,

    /// <summary>Of all guesses together, whatever their class.</summary>
    Micro,

    /// <summary>The mean over the classes, each as often as it is right.</summary>
    Weighted,

    /// <summary>Class 1 of two classes alone: the one that a test is for.</summary>
    Binary,
}
