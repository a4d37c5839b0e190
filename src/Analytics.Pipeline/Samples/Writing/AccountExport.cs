using Analytics.Pipeline.Samples.Model;
using Analytics.Pipeline.Samples.Texts;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>Writes profiles, and beside them the truth about each account.</summary>
internal sealed class AccountExport(
    Population population, PostModel posts, ProfileModel profiles, Handles handles, Theme[] themes,
    FollowExport follows)
{
    private readonly byte[] _handle = new byte[Handles.MaxBytes];
    private readonly byte[] _tags = new byte[128];

    public SampleFile Write(SampleLayout layout, IProgress<SampleProgress>? progress, CancellationToken cancellation)
    {
        var options = population.Options;
        using CountedFile file = new(
            options.Folder, layout.Of(ExportKind.Accounts).Single(), oddities: false,
            "id", "handle", "followers", "following", "posts", "created_at", "lang", "location", "bio_tags",
            "fetched_at");
        using RowWriter truth = new(
            Path.Combine(options.Folder, "truth", "accounts.csv"), RowFormat.Csv,
            "account_id", "handle", "community", "is_leader", "is_celebrity", "is_hub", "bought_followers", "is_bot",
            "botnet");
        for (var i = 0; i < population.Accounts; i++)
        {
            if (i % 8192 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new SampleProgress("accounts", i, population.Accounts));
            }

            var account = population.Order[i];
            var handle = _handle.AsSpan(0, handles.Write(account, _handle));
            WriteProfile(file.Writer, account, handle);
            file.EndRow();
            WriteTruth(truth, account, handle);
        }

        return file.ToSampleFile();
    }

    private void WriteProfile(RowWriter writer, int account, ReadOnlySpan<byte> handle)
    {
        var draws = profiles.ProfileDraws(account);
        writer.Id(population.Ids.Account(account));
        writer.Word(handle);
        writer.Number(profiles.ClaimedFollowers(account, follows.Observed[account]));
        writer.Number(follows.Following[account] + draws.Below(4));
        writer.Number(posts.CountOf(account) * (1 + draws.Below(12)));
        writer.Seconds(profiles.CreatedMs(account));
        if (population.IsBot(account))
        {
            writer.Word("en"u8);
            writer.Missing();
            writer.Missing();
        }
        else
        {
            WriteAbout(writer, themes[population.CommunityOf(account).Index], ref draws);
        }

        writer.Seconds(population.Clock.EndMs - 1000);
    }

    private void WriteAbout(RowWriter writer, Theme theme, ref Draws draws)
    {
        writer.Word(draws.Unit() < 0.85 ? theme.Language : theme.SecondLanguage);
        if (draws.Unit() < 0.7) writer.Word(theme.Place);
        else writer.Missing();
        if (draws.Unit() < 0.4)
        {
            writer.Missing();
            return;
        }

        var first = theme.Tags[draws.Below(theme.Tags.Length)];
        var common = Theme.CommonTags[draws.Below(Theme.CommonTags.Length)];
        first.CopyTo(_tags, 0);
        _tags[first.Length] = (byte)'|';
        common.CopyTo(_tags, first.Length + 1);
        writer.Word(_tags.AsSpan(0, first.Length + 1 + common.Length));
    }

    private void WriteTruth(RowWriter truth, int account, ReadOnlySpan<byte> handle)
    {
        var role = population.RoleOf(account);
        truth.Id(population.Ids.Account(account));
        truth.Word(handle);
        if (role == AccountRole.Bot) truth.Missing();
        else truth.Number(population.CommunityOf(account).Index);
        Flag(truth, role == AccountRole.Leader);
        Flag(truth, role == AccountRole.Celebrity);
        Flag(truth, role == AccountRole.Hub);
        Flag(truth, role == AccountRole.Inflated);
        Flag(truth, role == AccountRole.Bot);
        if (role == AccountRole.Bot) truth.Number(population.BotnetOf(account));
        else truth.Missing();
        truth.EndRow();
    }

    private static void Flag(RowWriter truth, bool value) => truth.Literal(value ? "true"u8 : "false"u8);
}
