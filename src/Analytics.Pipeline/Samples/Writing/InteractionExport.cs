using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>Writes interactions in the order of time; mentions apart where the layout has a file for them.</summary>
internal sealed class InteractionExport(Population population, InteractionModel model)
{
    private readonly SampleIds _ids = population.Ids;

    public IReadOnlyList<SampleFile> Write(
        SampleLayout layout, IProgress<SampleProgress>? progress, CancellationToken cancellation)
    {
        using var main = Open(layout.Of(ExportKind.Interactions).Single());
        using var mentions = layout.MentionsApart ? Open(layout.Of(ExportKind.Mentions).Single()) : null;
        long done = 0;
        while (model.TryNext(out var interaction))
        {
            if (done++ % 65_536 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new SampleProgress("interactions", done, population.Options.InteractionCount));
            }

            if (!population.HasActsOf(interaction.Actor)) continue;

            var file = interaction.Kind == InteractionKind.Mention && mentions is not null ? mentions : main;
            WriteFields(file, interaction);
            if (file.EndRow()) WriteBadRow(file, interaction);
        }

        return mentions is null ? [main.ToSampleFile()] : [main.ToSampleFile(), mentions.ToSampleFile()];
    }

    /// <summary>One CSV row without planting anything, for benchmarks.</summary>
    public void WriteRow(RowWriter writer, in Interaction interaction)
    {
        writer.Id(_ids.Account(interaction.Actor));
        writer.Id(_ids.Account(interaction.Target));
        writer.Word(Name(interaction.Kind));
        WritePost(writer, interaction);
        writer.Time(interaction.AtMs);
    }

    private CountedFile Open(ExportFile file)
    {
        string[] columns = file switch
        {
            { Kind: ExportKind.Mentions } => ["actor", "target", "unix_seconds"],
            { Rows: RowFormat.Edgelist } => ["actor", "target", "unix_seconds", "type"],
            _ => ["actor", "target", "action", "post", "created_at"],
        };
        return new(population.Options.Folder, file, population.Options.Oddities, columns);
    }

    private void WriteFields(CountedFile file, in Interaction interaction)
    {
        if (!file.IsEdgelist)
        {
            WriteRow(file.Writer, interaction);
            return;
        }

        file.Writer.Id(_ids.Account(interaction.Actor));
        file.Writer.Id(_ids.Account(interaction.Target));
        file.Writer.Time(interaction.AtMs);
        WriteType(file, interaction.Kind);
    }

    private void WriteBadRow(CountedFile file, in Interaction interaction)
    {
        var turn = file.IsEdgelist ? 2 + file.BadTurn(2) : file.BadTurn(4);
        var writer = file.Writer;
        if (turn == 0) writer.Missing();
        else writer.Id(_ids.Account(interaction.Actor));
        writer.Id(_ids.Account(turn == 2 ? interaction.Actor : interaction.Target));
        if (!file.IsEdgelist)
        {
            writer.Word(turn == 1 ? "poke"u8 : Name(interaction.Kind));
            WritePost(writer, interaction);
        }

        if (turn == 3) writer.Word(file.IsEdgelist ? "yesterday"u8 : "2026-02-30T25:61:00Z"u8);
        else writer.Time(interaction.AtMs);
        if (file.IsEdgelist) WriteType(file, interaction.Kind);
        file.EndBadRow(turn switch
        {
            0 => "missing id",
            1 => "unknown kind",
            2 => "self-interaction",
            _ => "wrong time",
        });
    }

    private void WritePost(RowWriter writer, in Interaction interaction)
    {
        if (interaction.PostNumber < 0) writer.Missing();
        else writer.Id(_ids.Post(interaction.PostAuthor, interaction.PostNumber));
    }

    private static void WriteType(CountedFile file, InteractionKind kind)
    {
        if (file.HasType) file.Writer.Word(Name(kind));
    }

    private static ReadOnlySpan<byte> Name(InteractionKind kind) => kind switch
    {
        InteractionKind.Like => "like"u8,
        InteractionKind.Reply => "reply"u8,
        InteractionKind.Repost => "repost"u8,
        InteractionKind.Mention => "mention"u8,
        _ => "quote"u8,
    };
}
