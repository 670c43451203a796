using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x·Wᵀ + b of rows x [n, in], weights W [out, in] and a bias b [out], in one pass;  dx = g·W,  dW = gᵀ·x,  db = sum of g over the rows.</summary>
    internal sealed class LinearOp : NaryOp, IRecyclable
    {
        public static readonly LinearOp Instance = new();

        private LinearOp() : base("Linear", Saves.Inputs) { }

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(new Shape(x[0].Shape[0], x[1].Shape[0]), x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], x[1], x[2], y));
            return y;
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            Tensor x = saved.X(0), weight = saved.X(1);
            if (GradMode.Enabled || Indirection.Any([g, x, weight])) return Rule(input, x, weight, g);
            // the same kernels without the ops around them: for a small layer those are most of the time
            var d = Tensor.Allocate(input switch { 0 => x.Shape, 1 => weight.Shape, _ => saved.ShapeOf(2) }, g.DType);
            Dispatch.Number(Name, g.DType, new GradientKernel(input, x, weight, g, d));
            return d;
        }

        private static Tensor Rule(int input, Tensor x, Tensor weight, Tensor g) => input switch
        {
            0 => MatMulOp.Of(false, false).Apply(g, weight),
            1 => MatMulOp.Of(true, false).Apply(g, x),
            _ => g.Sum(0),
        };

        private readonly struct Kernel(Tensor x, Tensor weight, Tensor bias, Tensor y) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
                Gemm.Run(
                    new GemmShape(x.Shape[0], weight.Shape[0], x.Shape[1], false, true), x.Span<T>(), weight.Span<T>(), y.Span<T>(),
                    GemmStart.ColumnBias, bias.Span<T>(), rectify: false);
        }

        private readonly struct GradientKernel(int input, Tensor x, Tensor weight, Tensor g, Tensor d) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                var (rows, outputs, inputs) = (x.Shape[0], weight.Shape[0], x.Shape[1]);
                if (input == 0) Gemm.Run(new GemmShape(rows, inputs, outputs, false, false), g.Span<T>(), weight.Span<T>(), d.Span<T>());
                else if (input == 1) Gemm.Run(new GemmShape(outputs, inputs, rows, true, false), g.Span<T>(), x.Span<T>(), d.Span<T>());
                else Reducer.Rows(g.Span<T>(), rows, d.Span<T>(), new SumReduction<T>());
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>x·Wᵀ + b on the last axis: each output is a weighted sum of all inputs.</summary>
        /// <param name="weight">The weights W, [outputs, inputs]; or [inputs], for a single output without an axis of its own.</param>
        /// <param name="bias">The summands b, [outputs]; null for none.</param>
        /// <returns>A tensor [..., outputs].</returns>
        /// <exception cref="ShapeMismatchException">The last extent of this tensor is not the number of inputs, or weight or bias have another shape.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
        public Tensor Linear(Tensor weight, Tensor? bias = null)
        {
            ArgumentNullException.ThrowIfNull(weight);
            if (weight.Rank is not (1 or 2) || Rank == 0 || Shape[^1] != weight.Shape[^1])
                throw new ShapeMismatchException("Linear", Shape, weight.Shape, "the weight must be [outputs, inputs], and the last extent of the input the number of inputs");
            if (bias is not null && !bias.Shape.Extents.SequenceEqual(weight.Shape.Extents[..^1]))
                throw new ShapeMismatchException("Linear", bias.Shape, weight.Shape, "the bias must have one number for each of the weight's outputs");
            if (bias is null) return MatMul(weight, transposeB: weight.Rank == 2);
            Guard.SameDType("Linear", this, weight);
            Guard.SameDType("Linear", this, bias);
            if (weight.Rank == 1) return MatMul(weight) + bias;
            var rows = Rank == 2 ? this : Reshape(new Shape(Shape.Product(Shape.Extents[..^1]), Shape[^1]));
            var y = LinearOp.Instance.Apply(rows, weight, bias);
            return Rank == 2 ? y : y.Reshape(Shape.Concat(Shape.Extents[..^1], bias.Shape.Extents));
        }
    }
}
