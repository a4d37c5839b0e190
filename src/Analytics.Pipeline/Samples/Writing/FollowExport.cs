using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>
/// Writes the follower lists, one account after the other, over two files whose middle stretch is in both, as when a
/// delivery is repeated from an earlier point. Counts observed followers on the way: 4 bytes per account.
/// </summary>
internal sealed class FollowExport(Population population, FollowModel follows, ProfileModel profiles)
{
    private readonly HashSet<int> _seen = [];

    /// <summary>Followers per account, whether the export holds them or not.</summary>
    public int[] Observed { get; } = new int[population.Accounts];

    /// <summary>Accounts followed, per account.</summary>
    public int[] Following { get; } = new int[population.Accounts];

    public IReadOnlyList<SampleFile> Write(
        SampleLayout layout, IProgress<SampleProgress>? progress, CancellationToken cancellation)
    {
        var options = population.Options;
        using var first = Open(layout.Of(ExportKind.Follows).First());
        using var second = Open(layout.Of(ExportKind.Follows).Last());
        var firstEnd = (int)(population.Accounts * 0.58);
        var secondStart = options.Oddities ? (int)(population.Accounts * 0.52) : firstEnd;
        for (var i = 0; i < population.Accounts; i++)
        {
            if (i % 8192 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new SampleProgress("follows", first.Writer.Rows + second.Writer.Rows, null));
            }

            WriteListOf(population.Order[i], i < firstEnd ? first : null, i >= secondStart ? second : null);
        }

        return [first.ToSampleFile(), second.ToSampleFile()];
    }

    private CountedFile Open(ExportFile file) =>
        new(population.Options.Folder, file, population.Options.Oddities, "src", "dst", "created");

    private void WriteListOf(int account, CountedFile? first, CountedFile? second)
    {
        _seen.Clear();
        var slots = follows.SlotsOf(account);
        for (var slot = 0; slot < slots.Count; slot++)
        {
            var followee = follows.Followee(slots, slot);
            if (!_seen.Add(followee)) continue;

            Observed[followee]++;
            Following[account]++;
            if (!population.HasFollowersOf(followee)) continue;

            var at = profiles.FollowedMs(account, followee, slot);
            if (first is not null) WriteRow(first, account, followee, at);
            if (second is null) continue;

            if (first is not null) second.Duplicates++;
            WriteRow(second, account, followee, at);
        }
    }

    private void WriteRow(CountedFile file, int account, int followee, long at)
    {
        var (follower, followed) = (population.Ids.Account(account), population.Ids.Account(followee));
        file.Writer.Id(follower);
        file.Writer.Id(followed);
        file.Writer.Seconds(at);
        if (file.EndRow()) WriteBadRow(file, follower, followed, at);
    }

    private static void WriteBadRow(CountedFile file, ulong follower, ulong followed, long at)
    {
        var writer = file.Writer;
        // A missing id in a blank separated line would only be a shorter line.
        var turn = file.IsEdgelist ? 1 + file.BadTurn(2) : file.BadTurn(3);
        writer.Id(follower);
        if (turn == 0) writer.Missing();
        else writer.Id(turn == 1 ? follower : followed);
        if (turn == 2) writer.Word("31.06.2026 25:00"u8);
        else writer.Seconds(at);
        file.EndBadRow(turn switch { 0 => "missing id", 1 => "self-follow", _ => "wrong time" });
    }
}
