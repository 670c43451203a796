using System.Text;

namespace AutoGrad.Data;

/// <summary>Numbers for the characters of a text, and back.</summary>
/// <remarks>
/// A character is a Unicode scalar value, so that nothing is torn apart. They are numbered in the order of their code points.
/// <code>
/// var vocabulary = new CharacterVocabulary(File.ReadAllText("input.txt"));
/// var tokens = vocabulary.Encode("To be");      // Int64 [5]
/// var text = vocabulary.Decode(tokens);
/// </code>
/// </remarks>
public sealed class CharacterVocabulary
{
    private readonly Dictionary<Rune, int> _numbers = [];
    private readonly Rune[] _characters;

    /// <summary>Numbers every character that occurs in a text.</summary>
    /// <param name="text">The text; <see cref="Characters"/> of another vocabulary gives an equal one.</param>
    /// <exception cref="ArgumentException">The text is empty, or has half of a surrogate pair.</exception>
    public CharacterVocabulary(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _characters = [.. new SortedSet<Rune>(Runes(text))];
        for (var i = 0; i < _characters.Length; i++) _numbers.Add(_characters[i], i);
        Characters = string.Concat(_characters);
    }

    /// <summary>Number of characters.</summary>
    public int Count => _characters.Length;

    /// <summary>The characters, in the order of their numbers: all there is to save.</summary>
    public string Characters { get; }

    /// <summary>The numbers of a text's characters.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Int64, one number a character.</returns>
    /// <exception cref="ArgumentException">A character is not in the vocabulary; the message names it and its place.</exception>
    public Tensor Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<long>(text.Length);
        foreach (var rune in Runes(text))
            tokens.Add(_numbers.TryGetValue(rune, out var number) ? number
                : throw new ArgumentException($"The character '{rune}' (U+{rune.Value:X4}), number {tokens.Count} of the text, is not among the {Count} of the vocabulary.", nameof(text)));
        return Tensor.From([.. tokens]);
    }

    /// <summary>The text of some numbers.</summary>
    /// <param name="tokens">Numbers of characters, of any shape; Int32 or Int64.</param>
    /// <exception cref="ArgumentException">They are no integers, or there is no such character.</exception>
    public string Decode(Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Guard.Indices(nameof(Decode), tokens);
        var text = new StringBuilder(tokens.Size);
        foreach (var token in tokens.To(DType.Int64).ToArray<long>())
            text.Append((ulong)token < (ulong)Count ? _characters[token].ToString() : throw new ArgumentException($"There is no character {token}: the vocabulary has {Count}.", nameof(tokens)));
        return text.ToString();
    }

    private static IEnumerable<Rune> Runes(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune)) throw new ArgumentException($"The text has half of a surrogate pair at {i}: it is no valid Unicode.", nameof(text));
            yield return rune;
            i += rune.Utf16SequenceLength;
        }
    }
}
