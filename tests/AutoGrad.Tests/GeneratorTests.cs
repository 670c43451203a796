using AutoGrad.Kernels;

namespace AutoGrad.Tests;

public class GeneratorTests
{
    // known answers published with the authors' Random123 library
    [TestCase(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [TestCase(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [TestCase(0x299f31d0a4093822ul, 0x85a308d3243f6a88ul, 0x0370734413198a2eul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_answers(ulong key, ulong low, ulong high, uint w0, uint w1, uint w2, uint w3) =>
        new Philox(key).At(low, high).ShouldBe(new Philox.Words(w0, w1, w2, w3));

    [Test]
    public void Equal_seeds_give_equal_numbers_and_others_differ()
    {
        var (a, b, c) = (new Generator(7), new Generator(7), new Generator(8));
        var first = Tensor.Randn([20], generator: a).ToArray<float>();
        Tensor.Randn([20], generator: b).ToArray<float>().ShouldBe(first);
        Tensor.Randn([20], generator: c).ToArray<float>().ShouldNotBe(first);
        Tensor.Randn([20], generator: a).ToArray<float>().ShouldNotBe(first);
    }

    [Test]
    public void A_saved_state_continues_the_same_numbers()
    {
        var generator = new Generator(3);
        Tensor.Rand([5], generator: generator);
        var state = generator.State;
        var next = Tensor.RandPerm(10, generator: generator).ToArray<long>();
        generator.State = state;
        Tensor.RandPerm(10, generator: generator).ToArray<long>().ShouldBe(next);
        new Generator(0) { State = state }.State.ShouldBe(state);
    }

    [Test]
    public void A_seed_set_by_hand_starts_over()
    {
        var generator = new Generator(3);
        Tensor.Rand([5], generator: generator);
        generator.ManualSeed(3);
        generator.State.ShouldBe(new GeneratorState(3, 0));
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void An_element_depends_on_seed_position_and_index_alone(DType dtype)
    {
        var (all, some) = (Tensor.Randn([101], dtype, new Generator(5)), Tensor.Randn([37], dtype, new Generator(5)));
        OpTable.NdArray.Of(some).Data.ShouldBe(OpTable.NdArray.Of(all).Data[..37]);
    }

    [Test]
    public void Threads_that_share_a_generator_get_numbers_of_their_own()
    {
        var generator = new Generator(11);
        var drawn = new long[8][];
        Parallel.For(0, drawn.Length, i => drawn[i] = Tensor.RandInt([500], long.MinValue, long.MaxValue, generator: generator).ToArray<long>());
        drawn.SelectMany(d => d).ShouldBeUnique();
        generator.State.Position.ShouldBe(8ul * 250);
    }

    [Test]
    public void The_end_of_the_counter_wraps_around()
    {
        var generator = new Generator(1) { State = new GeneratorState(1, ulong.MaxValue) };
        Tensor.Rand([8], generator: generator).Size.ShouldBe(8);
        generator.State.Position.ShouldBe(1ul);
    }
}
