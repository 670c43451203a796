using AutoGrad.Conformance.Cases;
using AutoGrad.Conformance.Running;

namespace AutoGrad.Tests.Conformance;

/// <summary>The comparison notices what it is there to notice.</summary>
public class ConformanceRunTests
{
    // y = x^3 at 1 and 2, with g = (1, 0.5) and v = (1, -1)
    private const string Cube = """
        {"id":"cube#1","op":"pow","variant":"","expr":"input * input * input","inputs":[{"name":"input","dtype":"float64","shape":[2],"data":[1,2],"requires_grad":true}],
        "params":{},"expect":"ok","outputs":[{"dtype":"float64","shape":[2],"data":[1,8]}],"grad_outputs":[{"dtype":"float64","shape":[2],"data":[1,0.5]}],
        "grads":[{"dtype":"float64","shape":[2],"data":[3,6]}],"hvp":{"v":[[1,-1]],"result":[[6,-6]]},"rtol":1e-10,"atol":1e-12,"f32_rtol":1e-5,"f32_atol":1e-6}
        """;

    private const string Broken = """
        {"id":"sum#1","op":"sum","variant":"error.dim","expr":"torch.sum(input, dim=2)","inputs":[{"name":"input","dtype":"float64","shape":[2],"data":[1,2],"requires_grad":true}],"params":{},"expect":"error"}
        """;

    [Test]
    public void A_right_case_passes() => Failure(Cube).ShouldBeNull();

    [TestCase("[1,8]", "[1,8.000001]", "Float64: output 0: element 1")]
    [TestCase("[1,8]", "[1,\"NaN\"]", "Float64: output 0: element 1")]
    [TestCase("\"outputs\":[{\"dtype\":\"float64\"", "\"outputs\":[{\"dtype\":\"int64\"", "Float64: output 0: element type")]
    [TestCase("\"outputs\":[{\"dtype\":\"float64\",\"shape\":[2]", "\"outputs\":[{\"dtype\":\"float64\",\"shape\":[2,1]", "Float64: output 0: shape")]
    [TestCase("[3,6]", "[3,6.1]", "Float64: gradient of input: element 1")]
    [TestCase("[6,-6]", "[-6,-6]", "Float64: Hessian-vector product of input: element 0")]
    [TestCase("\"result\":[[6,-6]]", "\"zero\":true", "Float64: Hessian-vector product of input")]
    [TestCase("input * input * input", "input.detach() * input.detach() * input.detach()", "Float64: gradient of input: missing")]
    [TestCase("input * input * input", "torch.nothing(input)", "torch.nothing is not supported")]
    [TestCase("input * input * input", "input *", "The expression does not go on")]
    [TestCase("input * input * input", "input[5]", "threw ArgumentOutOfRangeException")]
    [TestCase("input * input * input", "(input, input)", "Float64: 5 results instead of 4")]
    public void A_wrong_case_fails(string right, string wrong, string failure) => Failure(Cube.Replace(right, wrong)).ShouldStartWith(failure);

    [Test]
    public void Float32_has_its_own_tolerance() =>
        Failure(Cube.Replace("[1,8]", "[1,8.0000000001]").Replace("1e-5,\"f32_atol\":1e-6", "0,\"f32_atol\":0")).ShouldStartWith("Float32: output 0: element 1");

    [Test]
    public void Runs_are_compared_to_the_bit()
    {
        var expected = new[] { new Expectation("output 0", TensorData.Of(Tensor.From([0.0]))) };
        Differences.InBits(expected, [Tensor.From([0.0])], [Tensor.From([0.0])]).ShouldBeNull();
        Differences.InBits(expected, [Tensor.From([0.0])], [Tensor.From([-0.0])]).ShouldBe("output 0");
        Differences.InBits(expected, [null], [Tensor.From([0.0])]).ShouldBe("output 0");
    }

    [TestCase(double.PositiveInfinity, double.NegativeInfinity)]
    [TestCase(double.PositiveInfinity, 1e308)]
    [TestCase(double.NaN, 0)]
    [TestCase(0, double.NaN)]
    public void What_is_not_finite_must_be_the_same(double observed, double expected)
    {
        var one = new[] { new Expectation("output 0", TensorData.Of(Tensor.From([expected]))) };
        Differences.Of(one, [Tensor.From([observed])], DType.Float64, new Tolerance(1, 1e300)).ShouldNotBeNull();
        Differences.Of(one, [Tensor.From([expected])], DType.Float64, default).ShouldBeNull();
    }

    [Test]
    public void An_expected_error_passes() => Failure(Broken).ShouldBeNull();

    [TestCase("dim=2", "dim=0", "Float64: no exception")]
    [TestCase("torch.sum(input, dim=2)", "input.shape[7].x", "A subscript of this kind is not supported")]
    public void An_error_that_does_not_come_fails(string right, string wrong, string failure) => Failure(Broken.Replace(right, wrong)).ShouldStartWith(failure);

    [Test]
    public void An_error_that_names_no_shape_fails() =>
        Failure(Broken.Replace("torch.sum(input, dim=2)", "torch.polygamma(-1, input)").Replace("\"op\":\"sum\"", "\"op\":\"polygamma\"")).ShouldStartWith("Float64: the message of ArgumentOutOfRangeException does not name [2]");

    [Test]
    public void A_missing_gradient_counts_as_zeros_only_where_torch_leaves_it_undefined()
    {
        var unused = Cube.Replace("input * input * input", "input.detach() * 0 + input[0] * 0 + torch.tensor([1.0, 8.0])");
        Failure(unused).ShouldStartWith("Float64: gradient of input");
        var undefined = Cube.Replace("input * input * input", "torch.tensor([1.0, 8.0])").Replace("[3,6]", "[0,0],\"undefined\":true").Replace("\"result\":[[6,-6]]", "\"zero\":true");
        Failure(undefined).ShouldBeNull();
    }

    [TestCase("{\"id\":\"x\"}")]
    [TestCase("{\"expr\":\"input\"}")]
    [TestCase("{\"id\":")]
    [TestCase("[]")]
    [TestCase("{\"id\":\"g\",\"nodes\":[],\"leaves\":[{\"shape\":[3],\"data\":[1,2]}]}")]
    [TestCase("{\"id\":\"g\",\"nodes\":[],\"leaves\":[{\"shape\":[1],\"data\":[\"one\"]}]}")]
    public void A_broken_file_is_named_with_its_line(string line)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"{Cube.ReplaceLineEndings("")}\n\n{line}\n");
            Should.Throw<InvalidDataException>(() => CaseFile.Read(path)).Message.ShouldStartWith($"{path}:3: ");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string? Failure(string json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json.ReplaceLineEndings(""));
            return new CaseRunner(1, 2).Run(CaseFile.Read(path).Single()).Failure;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
