using System.Text;

namespace AutoGrad.IO;

/// <summary>The header of a <c>.npy</c> file: a Python dictionary of three entries, of which only strings, truth values and tuples of numbers are understood.</summary>
internal ref struct NpyHeader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>What the header says of the array.</summary>
    public readonly record struct Description(StoredType Type, bool IsBigEndian, bool IsFortranOrder, Shape Shape);

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is not the dictionary that the format asks for, or describes what tensors are not.</exception>
    public static Description Parse(ReadOnlySpan<byte> text) => new NpyHeader { _rest = text }.Dictionary();

    private Description Dictionary()
    {
        string? descr = null;
        bool? fortran = null;
        Shape? shape = null;
        Expect('{');
        while (!Try('}'))
        {
            var key = Quoted();
            Expect(':');
            var again = key switch { "descr" => descr is not null, "fortran_order" => fortran is not null, "shape" => shape is not null, _ => false };
            if (again) throw new InvalidDataException($"the header has {key} twice");
            switch (key)
            {
                case "descr": descr = Quoted(); break;
                case "fortran_order": fortran = Truth(); break;
                case "shape": shape = Tuple(); break;
                default: throw new InvalidDataException($"the header has an entry '{key}' besides descr, fortran_order and shape");
            }
            if (Try(',')) continue;
            Expect('}');
            break;
        }
        SkipSpace();
        if (!_rest.IsEmpty) throw new InvalidDataException("something follows the dictionary in the header");
        if (descr is null || fortran is null || shape is null) throw new InvalidDataException($"the header has no {(descr is null ? "descr" : fortran is null ? "fortran_order" : "shape")}");
        var type = TypeOf(descr);
        return new Description(type, descr[0] == '>', fortran.Value, shape.Value);
    }

    private static StoredType TypeOf(string descr) => descr switch
    {
        "|b1" => StoredType.Bool,
        "|u1" => StoredType.UInt8,
        "|i1" => StoredType.Int8,
        "<i2" or ">i2" => StoredType.Int16,
        "<u2" or ">u2" => StoredType.UInt16,
        "<f2" or ">f2" => StoredType.Float16,
        "<i4" or ">i4" => StoredType.Int32,
        "<u4" or ">u4" => StoredType.UInt32,
        "<f4" or ">f4" => StoredType.Float32,
        "<i8" or ">i8" => StoredType.Int64,
        "<f8" or ">f8" => StoredType.Float64,
        _ => throw new InvalidDataException($"elements of type '{descr}' cannot be read; b1, u1, i1, u2, i2, f2, u4, i4, f4, i8 and f8 can"),
    };

    private Shape Tuple()
    {
        var extents = new List<long>();
        Expect('(');
        while (!Try(')'))
        {
            if (extents.Count == Shape.MaxRank) throw new InvalidDataException($"the array has more than {Shape.MaxRank} axes");
            extents.Add(Number());
            if (Try(',')) continue;
            if (extents.Count == 1) throw new InvalidDataException("the shape is a number, not a tuple");
            Expect(')');
            break;
        }
        try
        {
            return new Shape(extents.ToArray());
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private long Number()
    {
        SkipSpace();
        var (number, digits) = (0L, 0);
        for (; digits < _rest.Length && _rest[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            number = number * 10 + _rest[digits] - '0';
            if (number > int.MaxValue) throw new InvalidDataException($"an extent is beyond {int.MaxValue}");
        }
        if (digits == 0) throw new InvalidDataException("the shape is no tuple of whole numbers from 0");
        _rest = _rest[digits..];
        return number;
    }

    private bool Truth()
    {
        SkipSpace();
        var truth = _rest.StartsWith("True"u8);
        if (!truth && !_rest.StartsWith("False"u8)) throw new InvalidDataException("fortran_order is neither True nor False");
        _rest = _rest[(truth ? 4 : 5)..];
        return truth;
    }

    // keys and types need no escapes
    private string Quoted()
    {
        SkipSpace();
        if (_rest.IsEmpty || _rest[0] is not ((byte)'\'' or (byte)'"')) throw Unexpected("a quotation mark");
        var length = _rest[1..].IndexOf(_rest[0]);
        if (length < 0) throw new InvalidDataException("a string in the header does not end");
        var text = _rest.Slice(1, length);
        if (!Ascii.IsValid(text)) throw new InvalidDataException("a string in the header is not in ASCII");
        _rest = _rest[(length + 2)..];
        return Encoding.ASCII.GetString(text);
    }

    private void Expect(char symbol)
    {
        if (!Try(symbol)) throw Unexpected($"'{symbol}'");
    }

    private bool Try(char symbol)
    {
        SkipSpace();
        if (_rest.IsEmpty || _rest[0] != symbol) return false;
        _rest = _rest[1..];
        return true;
    }

    private void SkipSpace() => _rest = _rest.TrimStart(" \t\r\n"u8);

    private readonly InvalidDataException Unexpected(string wanted) =>
        new($"the header should have {wanted} where it {(_rest.IsEmpty ? "ends" : $"goes on with '{(_rest[0] is > 31 and < 127 ? (char)_rest[0] : '?')}'")}");
}
