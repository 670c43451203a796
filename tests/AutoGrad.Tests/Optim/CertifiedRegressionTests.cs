using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

/// <summary>Small regression problems of NIST's Statistical Reference Datasets, whose parameters are certified to 11 digits.</summary>
public class CertifiedRegressionTests
{
    private sealed record Problem(string Name, Func<Tensor, Tensor, Tensor> Model, double[] X, double[] Y, double[][] Starts, double[] Certified, double SumOfSquares)
    {
        public override string ToString() => Name;
    }

    private static readonly Problem[] s_problems =
    [
        new("Misra1a", (b, x) => b[0] * (1 - (-b[1] * x).Exp()),
            [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0],
            [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78],
            [[500, 0.0001], [250, 0.0005]], [238.94212918, 5.5015643181e-4], 0.12455138894),
        new("BoxBOD", (b, x) => b[0] * (1 - (-b[1] * x).Exp()),
            [1, 2, 3, 5, 7, 10], [109, 149, 149, 191, 213, 224],
            [[1, 1], [100, 0.75]], [213.80940889, 0.54723748542], 1168.0088766),
        new("MGH09", (b, x) => b[0] * (x.Square() + x * b[1]) / (x.Square() + x * b[2] + b[3]),
            [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625],
            [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246],
            [[25, 39, 41.5, 39], [0.25, 0.39, 0.415, 0.39]], [0.19280693458, 0.19128232873, 0.12305650693, 0.13606233068], 3.0750560385e-4),
        new("Rat43", (b, x) => b[0] / (1 + (b[1] - b[2] * x).Exp()).Pow(1 / b[3]),
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
            [16.08, 33.83, 65.80, 97.20, 191.55, 326.20, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56, 689.96, 637.56, 717.41],
            [[100, 10, 1, 1], [700, 5, 0.75, 1.3]], [699.6415127, 5.2771253025, 0.75962938329, 1.2792483859], 8786.404908),
        new("MGH10", (b, x) => b[0] * (b[1] / (x + b[2])).Exp(),
            [50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105, 110, 115, 120, 125],
            [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872],
            [[2, 400_000, 25_000], [0.02, 4_000, 250]], [5.609636471e-3, 6181.3463463, 345.22363462], 87.945855171),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        from p in s_problems from start in new[] { 0, 1 } select new TestCaseData(p, start).SetArgDisplayNames(p.Name, $"start {start + 1}");

    [TestCaseSource(nameof(Cases))]
    public void Certified_values_are_found(object problem, int start)
    {
        var (_, model, x, y, starts, certified, squares) = (Problem)problem;
        var b = Tensor.From(starts[start]).WithGrad();
        var (at, observed) = (Tensor.From(x), Tensor.From(y));
        var result = new LevenbergMarquardt([b]).Minimize(() => model(b, at) - observed);
        result.Converged.ShouldBeTrue(result.ToString());
        result.Evaluations.ShouldBeLessThan(400);
        (2 * result.Loss).ShouldBe(squares, 1e-9 * squares);
        for (var j = 0; j < certified.Length; j++) b.ToArray<double>()[j].ShouldBe(certified[j], 1e-9 * Math.Abs(certified[j]), $"parameter {j}");
        b.Grad.ShouldBeNull();
    }

    // seven parameters, and more digits than the normal equations have
    [Test]
    public void Digits_survive_an_ill_conditioned_polynomial()
    {
        var x = Tensor.Arange(0, 21, dtype: DType.Float64);
        var powers = Tensor.Concat([.. Enumerable.Range(0, 6).Select(k => x.Pow(k).Unsqueeze(1))], 1);
        var w = Tensor.Zeros([6], DType.Float64).WithGrad();
        var result = new LevenbergMarquardt([w]) { InitialRadius = 1e12 }.Minimize(() => powers.MatMul(w) - powers.Sum(1));
        result.Loss.ShouldBeLessThan(1e-15);
        foreach (var coefficient in w.ToArray<double>()) coefficient.ShouldBe(1, 1e-7);
    }
}
