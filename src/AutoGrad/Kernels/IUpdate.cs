using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>One step of an optimizer on some elements of a parameter.</summary>
internal interface IUpdate<T>
{
    /// <summary>Changes the values and whatever slots the optimizer keeps; what it does to slots that it does not have is thrown away.</summary>
    void Run(ref Vector<T> value, Vector<T> gradient, ref Vector<T> slot0, ref Vector<T> slot1, ref Vector<T> slot2);
}
