namespace AutoGrad.Tests.Kernels;

/// <summary>Special functions against digits computed with mpmath at 30 digits.</summary>
public class SpecialFunctionTests
{
    private const double Inf = double.PositiveInfinity;

    private static readonly (double X, double Y)[] s_lgamma =
    [
        (0.001, 6.9071788853838536617), (0.3, 1.0957979948180755606), (0.75, 0.20328095143129537148), (1.0625, -0.032957100293577819083), (1.5, -0.12078223763524522235),
        (1.9375, -0.025147619402988871015), (2.0625, 0.027667521522857023497), (2.5, 0.28468287047291915963), (3.25, 0.93580193110872535826), (7.5, 7.5343642367587329552),
        (9.9375, 12.661298797363893766), (10.5, 13.940625219403763633), (33.25, 82.429238345909042294), (100000.0, 1051287.7089736568949), (-0.5, 1.2655121234846453965),
        (-1.25, 1.3664317612369762345), (-3.75, -1.3172679424463636739), (-20.5, -42.70719597482576043), (1e-12, 27.631021115927971013),
    ];

    private static readonly (double X, double Y)[] s_digamma =
    [
        (0.001, -1000.5755719318102797), (0.3, -3.5025242222001331249), (1, -0.57721566490153286061), (1.4375, -0.023613544005297899142), (2.5, 0.70315664064524318723),
        (9.5, 2.1977378764029495332), (10.5, 2.3030010342976863753), (100.25, 4.6026712432747125591), (-0.5, 0.036489973978576520559), (-1.25, 3.7141391202135278304),
        (-7.75, -1.0307688328309315122), (1000000.0, 13.815510057964190771),
    ];

    private static readonly double[] s_places = [0.25, 1, 2.5, 11.75, 50.5, -0.5, -1.25, -6.75];

    private static readonly (int Order, double[] Values)[] s_polygamma =
    [
        (1, [17.197329154507110739, 1.6449340668482264365, 0.49035775610023486497, 0.088830522079623872919, 0.019999333426637159775, 8.9348022005446793094, 19.181879647671606498, 19.601495010731061577]),
        (2, [-129.32773993753692033, -2.4041138063191885708, -0.236204051641727403, -0.0078856985059073842216, -0.0003999600093292030446, -0.8287966442343199956, 123.72136678366236037, -124.04404218787195166]),
        (3, [1538.782144009188396, 6.4939394022668291491, 0.22390584881725205126, 0.0013991525595233019575, 0.000015996801119339275451, 193.40909103400243724, 1558.2209125348505998, 1558.5402573917442936]),
        (5, [491552.51376768129205, 122.08116743813389677, 0.57856917856718348455, 0.00013188422811735905563, 7.6761625064224127503e-8, 15371.113548602435496, 492230.21062287457971, 492231.26594002452246]),
    ];

    private static readonly (double X, double Y)[] s_erfinv =
    [
        (0.0001, 0.000088622692777289473422), (0.125, 0.11123545184094995915), (0.5, 0.47693627620446987338), (0.84375, 1.0025339706240399344), (0.8625, 1.0501705657599000482),
        (0.9375, 1.3171503349861307489), (0.998046875, 2.1900999683537676382), (0.9999990463256836, 3.4655050258033307173), (-0.75, -0.81341984759761854169), (0.99999999999, 4.8129240589448325449),
    ];

    private static readonly double[] s_sincPlaces = [0.0625, 0.25, 0.75, 1.5, 3.25, -2.125];

    private static readonly double[][] s_sinc =
    [
        [-0.20482513185560507485, -0.77283813988223418062, -1.3429496265407771746, 0.14147106052612918735, -0.19626205536729021888, -0.4077911887692025525],
        [-3.2519049395380082702, -2.7030607572588590491, 0.61927704533649496748, 1.9057670216916899092, 0.80429710148115801885, -0.94956133520334006891],
        [1.2120335779622543562, 4.5212722885507904525, 6.8280440848391928423, -3.8115340433833798183, 1.4049147369832016854, 2.950419526842237526],
        [19.214243043709489361, 15.358637383132617219, -7.1832371191606070059, -10.506760337844200601, -8.4752022916674224174, 11.137537172822459554],
    ];

    [Test]
    public void Lgamma_has_all_digits() => Check(s_lgamma, x => x.Lgamma(), 4e-15);

    [Test]
    public void Digamma_has_all_digits() => Check(s_digamma, x => x.Digamma(), 4e-15);

    [Test]
    public void Erfinv_has_all_digits() => Check(s_erfinv, x => x.Erfinv(), 2e-15, except: 0.99999999999);

    [Test]
    public void Polygamma_has_all_digits()
    {
        foreach (var (order, values) in s_polygamma) Check([.. s_places.Zip(values)], x => x.Polygamma(order), 1e-13);
    }

    [Test]
    public void Sinc_is_smooth_to_the_fourth_order()
    {
        var x = Tensor.From(s_sincPlaces).WithGrad();
        var y = x.Sinc();
        for (var order = 0; order < 4; order++)
        {
            y = Autodiff.Gradient(y, x, Tensor.Ones(x.Shape, DType.Float64), createGraph: true);
            Same(y, s_sinc[order], 1e-13);
        }
        var zero = Tensor.Zeros([1], DType.Float64).WithGrad();
        var slope = Autodiff.Gradient(zero.Sinc(), zero, Tensor.Ones([1], DType.Float64), createGraph: true);
        slope.Item<double>().ShouldBe(0);
        Autodiff.Gradient(slope, zero, Tensor.Ones([1], DType.Float64)).Item<double>().ShouldBe(-Math.PI * Math.PI / 3, 1e-14);
    }

    [Test]
    public void Poles_and_ends_follow_the_convention()
    {
        Tensor.From([0.0, -0.0, -1, -2, Inf, -Inf, double.NaN]).Lgamma().ToArray<double>().ShouldBe([Inf, Inf, Inf, Inf, Inf, Inf, double.NaN]);
        Tensor.From([0.0, -0.0, -1, -2, Inf, -Inf, double.NaN]).Digamma().ToArray<double>().ShouldBe([-Inf, Inf, double.NaN, double.NaN, Inf, double.NaN, double.NaN]);
        Tensor.From([0.0, -1, Inf, double.NaN]).Polygamma(1).ToArray<double>().ShouldBe([Inf, Inf, 0, double.NaN]);
        Tensor.From([1.0, -1, 1.5, double.NaN]).Erfinv().ToArray<double>().ShouldBe([Inf, -Inf, double.NaN, double.NaN]);
        Tensor.From([-1e300, 1e300, -1e9 - 0.5]).Polygamma(1).ToArray<double>().ShouldAllBe(v => !double.IsNaN(v));
    }

    private static void Check((double X, double Y)[] table, Func<Tensor, Tensor> run, double tolerance, double except = double.NaN)
    {
        table = [.. table.Where(row => row.X != except)];
        Same(run(Tensor.From(Array.ConvertAll(table, row => row.X))), Array.ConvertAll(table, row => row.Y), tolerance);
    }

    private static void Same(Tensor actual, double[] expected, double tolerance)
    {
        var values = actual.ToArray<double>();
        for (var i = 0; i < expected.Length; i++) values[i].ShouldBe(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"at {i}");
    }
}
