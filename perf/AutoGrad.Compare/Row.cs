namespace AutoGrad.Compare;

/// <summary>One line of the table. Times are milliseconds of one step, the mean over a round: the median round and the best.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Threads">Threads of each side.</param>
/// <param name="Peer">Whom we are compared with; null where there is nobody.</param>
/// <param name="Ours">Our time.</param>
/// <param name="Theirs">The peer's time; null without a peer.</param>
/// <param name="OursMiB">The largest memory our process has had.</param>
/// <param name="PeerMiB">The largest memory the peer's process has had.</param>
/// <param name="Agrees">Whether both sides computed the same: otherwise the times mean nothing.</param>
/// <param name="Remark">Our share of what the machine can do, or what does not agree.</param>
internal sealed record Row(string Name, int Threads, string? Peer, Timing Ours, Timing? Theirs, double OursMiB, double? PeerMiB, bool Agrees, string Remark)
{
    /// <summary>How often our time fits into the peer's, of medians; null where there is no peer, or no agreement.</summary>
    public double? Ratio => Agrees ? Theirs?.Median / Ours.Median : null;

    /// <summary>The same of the best rounds.</summary>
    public double? RatioBest => Agrees ? Theirs?.Best / Ours.Best : null;
}
