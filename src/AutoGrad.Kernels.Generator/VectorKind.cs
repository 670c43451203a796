namespace AutoGrad.Kernels.Generator;

/// <summary>An element type in vectors of one width, and how C# spells what a tile does with them.</summary>
internal sealed class VectorKind(string element, int bits, int mostRows)
{
    public string Element => element;

    public int MostRows => mostRows;

    public bool IsWide => bits == 512;

    /// <summary>Numbers in a vector.</summary>
    public int Lanes => bits / (element == "float" ? 32 : 64);

    /// <summary>Numbers in 128 bits, across which shuffles are dearer.</summary>
    public int LanesOf128 => element == "float" ? 4 : 2;

    public string ClassName => $"GemmTiles{(element == "float" ? "Single" : "Double")}{bits}";

    public string Type => $"Vector{bits}<{element}>";

    /// <summary>The set of instructions that has min, max and masked stores of this width.</summary>
    public string Instructions => IsWide ? "Avx512F" : "Avx";

    public string Zero => $"{Type}.Zero";

    public string Load(string address) => $"Vector{bits}.Load({address})";

    public string Broadcast(string value) => $"Vector{bits}.Create({value})";

    public string MultiplyAdd(string x, string y, string z) => $"Vector{bits}.FusedMultiplyAdd({x}, {y}, {z})";

    /// <summary>Interleaves two vectors within each 128 bits.</summary>
    public string Unpack => IsWide ? "Avx512F.Unpack" : "Avx.Unpack";

    /// <summary>Lines of A in a tile of scalar products: 24 sums of 32 registers or 8 of 16, beside a vector of each line of B and one of A.</summary>
    public int DotRows => IsWide ? 6 : 2;

    /// <summary>Lines of B in a tile of scalar products.</summary>
    public int DotColumns => 4;

    /// <summary>A mask of the first lanes.</summary>
    public string FirstLanes(string count)
    {
        var (integer, cast) = element == "float" ? ("int", "AsSingle") : ("long", "AsDouble");
        return $"Vector{bits}.LessThan(Vector{bits}<{integer}>.Indices, Vector{bits}.Create(({integer}){count})).{cast}()";
    }

    public string MaskedLoad(string address, string mask) => IsWide ? $"Avx512F.MaskLoad({address}, {mask}, {Zero})" : $"Avx.MaskLoad({address}, {mask})";

    public string MaskedStore(string address, string mask, string value) => $"{Instructions}.MaskStore({address}, {mask}, {value});";
}
