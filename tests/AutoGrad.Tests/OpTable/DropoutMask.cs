namespace AutoGrad.Tests.OpTable;

/// <summary>Which elements dropout keeps, one at a time: Philox4x32-10 and a comparison of doubles.</summary>
internal static class DropoutMask
{
    public static bool Keeps(ulong seed, int element, double p, ulong position = 0)
    {
        var counter = position + (ulong)element / 2;
        uint[] c = [(uint)counter, (uint)(counter >> 32), 0, 0];
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (p0, p1) = (0xD2511F53ul * c[0], 0xCD9E8D57ul * c[2]);
            c = [(uint)(p1 >> 32) ^ c[1] ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c[3] ^ k1, (uint)p0];
            (k0, k1) = (k0 + 0x9E3779B9, k1 + 0xBB67AE85);
        }
        var word = element % 2 == 0 ? (ulong)c[1] << 32 | c[0] : (ulong)c[3] << 32 | c[2];
        return Math.ScaleB(word >> 11, -53) < 1 - p;
    }
}
