using System.Text;
using System.Text.Json;
using Analytics.Pipeline.Samples.Model;
using Analytics.Pipeline.Samples.Texts;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>Writes what was planted: communities, and the manifest with options and exact row counts.</summary>
internal static class TruthExport
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    public static void WriteCommunities(Population population, Theme[] themes)
    {
        using RowWriter truth = new(
            Path.Combine(population.Options.Folder, "truth", "communities.csv"), RowFormat.Csv,
            "community", "size", "leaders", "celebrities", "place", "language", "second_language", "hashtags");
        foreach (var community in population.Communities)
        {
            var theme = themes[community.Index];
            truth.Number(community.Index);
            truth.Number(community.Size);
            truth.Number(community.Leaders);
            truth.Number(community.Celebrities);
            truth.Word(theme.Place);
            truth.Word(theme.Language);
            truth.Word(theme.SecondLanguage);
            truth.Word(Encoding.UTF8.GetBytes(string.Join('|', theme.Tags.Select(Encoding.UTF8.GetString))));
            truth.EndRow();
        }
    }

    public static void WriteManifest(SampleOptions options, SampleSummary summary)
    {
        using var stream = File.Create(Path.Combine(options.Folder, "truth", "manifest.json"));
        using (Utf8JsonWriter json = new(stream, Indented))
        {
            json.WriteStartObject();
            WriteOptions(json, options);
            WriteTotals(json, summary);
            json.WriteStartArray("files");
            foreach (var file in summary.Files) WriteFile(json, file);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteOptions(Utf8JsonWriter json, SampleOptions options)
    {
        json.WriteStartObject("options");
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("accounts", options.Accounts);
        json.WriteString("format", options.Format.ToString().ToLowerInvariant());
        json.WriteString("compression", options.Compression.ToString().ToLowerInvariant());
        json.WriteNumber("follows_per_account", options.FollowsPerAccount);
        json.WriteNumber("interactions", options.InteractionCount);
        json.WriteNumber("posts_per_account", options.PostsPerAccount);
        json.WriteNumber("mixing", options.Mixing);
        json.WriteNumber("bots", options.Bots);
        if (options.Noise > 0) json.WriteNumber("noise", options.Noise);
        if (options.Partial > 0) json.WriteNumber("partial", options.Partial);
        json.WriteNumber("min_community", options.EffectiveMin);
        json.WriteNumber("max_community", options.EffectiveMax);
        json.WriteString("start", options.Start.ToString("O"));
        json.WriteString("end", options.End.ToString("O"));
        json.WriteBoolean("oddities", options.Oddities);
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, SampleSummary summary)
    {
        json.WriteStartObject("planted");
        json.WriteNumber("accounts", summary.Accounts);
        json.WriteNumber("communities", summary.Communities);
        json.WriteNumber("leaders", summary.Leaders);
        json.WriteNumber("celebrities", summary.Celebrities);
        json.WriteNumber("bots", summary.Bots);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, SampleFile file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        json.WriteString("kind", file.Kind);
        json.WriteNumber("rows", file.Rows);
        json.WriteNumber("kept", file.Kept);
        json.WriteNumber("duplicates", file.Duplicates);
        json.WriteStartObject("bad_rows");
        foreach (var (reason, rows) in file.BadRows) json.WriteNumber(reason, rows);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
