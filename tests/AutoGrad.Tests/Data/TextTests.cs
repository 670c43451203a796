using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

public class TextTests
{
    [Test]
    public void Characters_are_numbered_and_come_back()
    {
        var vocabulary = new CharacterVocabulary("größe 😀 ab\n");
        vocabulary.Characters.ShouldBe("\n abegrßö😀");
        vocabulary.Count.ShouldBe(10);
        var tokens = vocabulary.Encode("a😀b");
        tokens.ToArray<long>().ShouldBe([2, 9, 3]);
        vocabulary.Decode(tokens).ShouldBe("a😀b");
        vocabulary.Decode(tokens.To(DType.Int32).Reshape(3, 1)).ShouldBe("a😀b");
        vocabulary.Encode("").Size.ShouldBe(0);
        new CharacterVocabulary(vocabulary.Characters).Characters.ShouldBe(vocabulary.Characters);
    }

    [Test]
    public void Unknown_characters_and_numbers_are_named()
    {
        var vocabulary = new CharacterVocabulary("ab");
        Should.Throw<ArgumentException>(() => vocabulary.Encode("abxa")).Message.ShouldContain("'x' (U+0078), number 2");
        Should.Throw<ArgumentException>(() => vocabulary.Decode(Tensor.From([0L, 2]))).Message.ShouldContain("no character 2");
        Should.Throw<ArgumentException>(() => vocabulary.Decode(Tensor.From([-1L])));
        Should.Throw<ArgumentException>(() => vocabulary.Decode(Tensor.Zeros([1]))).Message.ShouldContain("Float32");
        Should.Throw<ArgumentException>(() => new CharacterVocabulary(""));
        Should.Throw<ArgumentException>(() => new CharacterVocabulary("a\ud800b")).Message.ShouldContain("surrogate");
    }

    [TestCase(null, 3, new long[] { 0, 1, 2, 6, 7, 8 }, new long[] { 1, 2, 3, 7, 8, 9 })]
    [TestCase(2, 4, new long[] { 0, 1, 2, 4, 5, 6 }, new long[] { 1, 2, 3, 5, 6, 7 })]
    [TestCase(1, 7, new long[] { 0, 1, 2, 2, 3, 4 }, new long[] { 1, 2, 3, 3, 4, 5 })]
    public void Windows_come_with_what_follows(int? stride, int count, long[] inputs, long[] targets)
    {
        var windows = new TextWindows(Tensor.Arange(10), 3, stride);
        windows.Count.ShouldBe(count);
        var (x, y) = windows.Fetch(Tensor.From([0L, 2]));
        x.Shape.ShouldBe(new Shape(2, 3));
        x.ToArray<long>().ShouldBe(inputs);
        y.ToArray<long>().ShouldBe(targets);
        windows.Fetch(Tensor.From([(long)count - 1]))[1].ToArray<long>()[^1].ShouldBeLessThanOrEqualTo(9);
        Should.Throw<ArgumentOutOfRangeException>(() => windows.Fetch(Tensor.From([(long)count])));
    }

    [Test]
    public void A_sequence_must_be_longer_than_a_window()
    {
        Should.Throw<ArgumentException>(() => new TextWindows(Tensor.Arange(3), 3)).Message.ShouldContain("a sequence of 3 has no window of 3");
        Should.Throw<ArgumentException>(() => new TextWindows(Tensor.Zeros([3, 3]), 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new TextWindows(Tensor.Arange(3), 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new TextWindows(Tensor.Arange(3), 1, 0));
    }
}
