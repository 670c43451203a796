namespace AutoGrad;

public partial class Tensor
{
    private string DebuggerText => $"Tensor {DType} {Shape}";
}
