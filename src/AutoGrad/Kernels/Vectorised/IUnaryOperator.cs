namespace AutoGrad.Kernels;

/// <summary>A function of one number, on any width of lanes; a loop that calls it inlines it.</summary>
internal interface IUnaryOperator
{
    V Invoke<V>(V x) where V : struct, ILanes<V>;
}

/// <summary>A function of two numbers, on any width of lanes.</summary>
internal interface IBinaryOperator
{
    V Invoke<V>(V x, V y) where V : struct, ILanes<V>;
}

/// <summary>A function of three numbers, on any width of lanes.</summary>
internal interface ITernaryOperator
{
    V Invoke<V>(V x, V y, V z) where V : struct, ILanes<V>;
}
