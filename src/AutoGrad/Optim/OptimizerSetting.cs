namespace AutoGrad.Optim;

/// <summary>A setting that belongs to the state of an optimizer: training that is resumed goes on with it, whatever the constructor was given.</summary>
/// <param name="Name">Its name in the state.</param>
/// <param name="Get">Its value; 0 or 1 for a flag.</param>
/// <param name="Set">Sets it, and throws an <see cref="ArgumentException"/> for what it cannot be. Null for a setting of the constructor alone: a state with another one is refused.</param>
public sealed record OptimizerSetting(string Name, Func<double> Get, Action<double>? Set = null)
{
    /// <summary>A flag that only the constructor sets.</summary>
    /// <param name="name">Its name in the state.</param>
    /// <param name="value">Whether it is set.</param>
    public static OptimizerSetting Fixed(string name, bool value) => Fixed(name, value ? 1 : 0);

    /// <summary>A number that only the constructor sets.</summary>
    /// <param name="name">Its name in the state.</param>
    /// <param name="value">Its value.</param>
    public static OptimizerSetting Fixed(string name, double value) => new(name, () => value);
}
