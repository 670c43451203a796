using System.Text;

namespace AutoGrad;

/// <summary>Collects what does not fit in a state, so that one message names it all.</summary>
/// <param name="owner">Whose state it is.</param>
internal sealed class StateFaults(string owner)
{
    private readonly StringBuilder _faults = new();

    public void Unexpected(string name, Tensor? tensor) => _faults.Append($"\n  unexpected: {name} {tensor?.DType} {tensor?.Shape}");

    public void Wrong(string fault) => _faults.Append("\n  ").Append(fault);

    /// <summary>Requires an entry of a shape and an element type.</summary>
    /// <returns>Whether it is there and fits.</returns>
    public bool Require(IReadOnlyDictionary<string, Tensor> state, string name, Shape shape, DType dtype, string prefix = "")
    {
        if (!state.TryGetValue(name, out var tensor) || tensor is null) _faults.Append($"\n  missing: {prefix}{name} {dtype} {shape}");
        else if (tensor.Shape != shape) _faults.Append($"\n  another shape: {prefix}{name} is {shape}, the state has {tensor.Shape}");
        else if (tensor.DType != dtype) _faults.Append($"\n  another element type: {prefix}{name} is {dtype}, the state has {tensor.DType}: convert with .To(DType.{dtype})");
        else return true;
        return false;
    }

    /// <summary>Requires a finite number that is not negative.</summary>
    public void RequireNumber(IReadOnlyDictionary<string, Tensor> state, string name, string prefix = "")
    {
        if (Require(state, name, [], DType.Float64, prefix) && !(state[name].Span<double>()[0] is >= 0 and < double.PositiveInfinity))
            _faults.Append($"\n  {prefix}{name} must be finite and not negative, not {state[name].Span<double>()[0]}");
    }

    /// <summary>Requires a whole number from 0 to a limit.</summary>
    public void RequireCount(IReadOnlyDictionary<string, Tensor> state, string name, long most = long.MaxValue)
    {
        if (!Require(state, name, [], DType.Int64)) return;
        var count = state[name].Span<long>()[0];
        if (count < 0) _faults.Append($"\n  {name} must not be negative, not {count}");
        if (count > most) _faults.Append($"\n  {name} is at most {most}, not {count}");
    }

    /// <exception cref="ArgumentException">There were faults.</exception>
    public void Throw(string parameter)
    {
        if (_faults.Length > 0) throw new ArgumentException($"{owner}: the state does not fit, and nothing was loaded.{_faults}", parameter);
    }
}
