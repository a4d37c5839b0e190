using Analytics.Pipeline.Samples.Model;
using Analytics.Pipeline.Samples.Texts;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>Writes posts author by author, as timelines are exported, and the truth about the paid ones.</summary>
internal sealed class PostExport(
    Population population, FollowModel follows, PostModel posts, ProfileModel profiles, PostText text, int[] observed)
{
    public SampleFile Write(SampleLayout layout, IProgress<SampleProgress>? progress, CancellationToken cancellation)
    {
        var options = population.Options;
        using CountedFile file = new(
            options.Folder, layout.Of(ExportKind.Posts).Single(), options.Oddities,
            "id", "author", "created_at", "lang", "text", "tags", "links", "location", "paid",
            "likes", "replies", "reposts", "quotes", "views", "reach", "reply_to");
        using RowWriter truth = new(
            Path.Combine(options.Folder, "truth", "sponsored.csv"), RowFormat.Csv, "post_id", "author_id", "label");
        for (var i = 0; i < population.Accounts; i++)
        {
            if (i % 8192 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new SampleProgress("posts", file.Writer.Rows, null));
            }

            var author = population.Order[i];
            var count = posts.CountOf(author);
            for (var number = 0; number < count; number++) WritePost(file, truth, author, number, count);
        }

        return file.ToSampleFile();
    }

    private void WritePost(CountedFile file, RowWriter truth, int author, int number, int count)
    {
        var id = population.Ids.Post(author, number);
        var authorId = population.Ids.Account(author);
        var label = posts.LabelOf(author, number);
        var at = population.Clock.At(posts.TimeOf(author, number, count));
        text.Compose(author, number, label);
        WriteFields(file.Writer, id, authorId, at, label, author, number);
        var badDue = file.EndRow();
        if (label != SponsorLabel.Organic) WriteTruth(truth, id, authorId, label);
        if (!badDue) return;

        // Only what makes the row bad is different; a time that no calendar has, or nobody who wrote it.
        var turn = file.BadTurn(2);
        WriteFields(file.Writer, id ^ 1, turn == 0 ? 0 : authorId, turn == 0 ? at : -1, label, author, number);
        file.EndBadRow(turn == 0 ? "missing id" : "wrong time");
    }

    private void WriteFields(
        RowWriter writer, ulong id, ulong author, long at, SponsorLabel label, int account, int number)
    {
        writer.Id(id);
        if (author == 0) writer.Missing();
        else writer.Id(author);
        if (at < 0) writer.Word("0000-00-00"u8);
        else writer.Seconds(at);
        writer.Word(text.Language);
        writer.Text(text.Text);
        if (text.Tags.Length == 0) writer.Missing();
        else writer.Word(text.Tags);
        if (text.Links.Length == 0) writer.Missing();
        else writer.Word(text.Links);
        var draws = profiles.PostDraws(account, number);
        if (draws.Unit() < 0.2) writer.Word(text.Place);
        else writer.Missing();
        WritePaid(writer, label, ref draws);
        WriteCounters(writer, label, account, number, ref draws);
        WriteReplyTo(writer, account, ref draws);
    }

    /// <summary>The platform's own label: set with a proper one, mostly absent from the record otherwise.</summary>
    private static void WritePaid(RowWriter writer, SponsorLabel label, ref Draws draws)
    {
        if (label == SponsorLabel.Proper) writer.Literal("true"u8);
        else if (draws.Unit() < 0.7) writer.Literal("false"u8);
        else writer.Missing();
    }

    private void WriteCounters(RowWriter writer, SponsorLabel label, int account, int number, ref Draws draws)
    {
        // Not every record carries counters: missing, which is not zero.
        if (draws.Unit() < 0.05)
        {
            for (var i = 0; i < 6; i++) writer.Missing();
            return;
        }

        var followers = profiles.ClaimedFollowers(account, observed[account]);
        var counters = profiles.CountersOf(account, number, followers, label != SponsorLabel.Organic);
        writer.Number(counters.Likes);
        writer.Number(counters.Replies);
        writer.Number(counters.Reposts);
        writer.Number(counters.Quotes);
        writer.Number(counters.Views);
        if (counters.Reach is { } reach) writer.Number(reach);
        else writer.Missing();
    }

    private void WriteReplyTo(RowWriter writer, int account, ref Draws draws)
    {
        if (draws.Unit() >= 0.1)
        {
            writer.Missing();
            return;
        }

        var slots = follows.SlotsOf(account);
        writer.Id(population.Ids.Account(follows.Followee(slots, draws.Below(slots.Count))));
    }

    private static void WriteTruth(RowWriter truth, ulong id, ulong author, SponsorLabel label)
    {
        truth.Id(id);
        truth.Id(author);
        truth.Word(label switch
        {
            SponsorLabel.Proper => "proper"u8,
            SponsorLabel.Weak => "weak"u8,
            _ => "none"u8,
        });
        truth.EndRow();
    }
}
