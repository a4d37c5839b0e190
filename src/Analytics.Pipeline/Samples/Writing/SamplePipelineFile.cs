using System.Text;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>Writes a pipeline file that reads what was generated, so that <c>run</c> works right after.</summary>
internal static class SamplePipelineFile
{
    public static void Write(string path, SampleOptions options, SampleLayout layout)
    {
        var home = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(home);
        var data = Path.GetRelativePath(home, Path.GetFullPath(options.Folder)).Replace('\\', '/');
        StringBuilder text = new();
        text.Append($"""
            # Reads exports of an invented social network (seed {options.Seed}, {options.Accounts} accounts).
            name: {NameFrom(path)}
            purpose:
              controller: nobody, these people are invented
              purpose: try out the pipeline on generated data
              legal_basis: none needed for invented people
              retention: 3650d
            sources:

            """);
        foreach (var kind in Enum.GetValues<ExportKind>())
            if (layout.Of(kind).FirstOrDefault() is { } file) AppendSource(text, data, kind, file);
        text.Append($$"""
            graph:
              window: 180d
              half_life: 30d
              as_of: latest
              weights: { follow: 1, like: 1, reply: 3, mention: 2, repost: 4, quote: 4 }
            communities: { max_size: 20000, min_size: 10, seed: 42 }
            leaders: { top: 50 }
            privacy: { key_file: ~/.config/analytics/pseudonym.key, min_group: 10, reveal_leaders: true }
            output: { lake: {{NameFrom(path)}}-lake, keep_runs: 30 }

            """);
        File.WriteAllText(path, text.Replace("\r\n", "\n").ToString());
    }

    private static string NameFrom(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-'));
    }

    private static void AppendSource(StringBuilder text, string data, ExportKind kind, ExportFile file)
    {
        var format = file.Packing == Packing.Parquet ? "parquet" : file.Rows.ToString().ToLowerInvariant();
        var path = kind == ExportKind.Follows ? file.Path.Replace("-1.", "-*.", StringComparison.Ordinal) : file.Path;
        var factKind = kind == ExportKind.Mentions ? ExportKind.Interactions : kind;
        text.Append($$"""
              - name: {{Lower(kind)}}
                format: {{format}}
                kind: {{Lower(factKind)}}
                path: {{data}}/{{path}}
                columns: { {{Columns(kind, file.Rows)}} }

            """);
        if (file.Rows == RowFormat.Edgelist) text.Append("    time_format: unix\n");
        if (kind == ExportKind.Mentions) text.Append("    interaction: mention\n");
    }

    private static string Lower(ExportKind kind) => kind.ToString().ToLowerInvariant();

    private static string Columns(ExportKind kind, RowFormat rows) => (kind, rows) switch
    {
        (ExportKind.Follows, RowFormat.Edgelist) => "follower_id: c1, followee_id: c2, at: c3",
        (ExportKind.Follows, _) => "follower_id: src, followee_id: dst, at: created",
        (ExportKind.Mentions, _) => "actor_id: c1, target_id: c2, at: c3",
        (ExportKind.Interactions, RowFormat.Edgelist) => "actor_id: c1, target_id: c2, at: c3, kind: c4",
        (ExportKind.Interactions, _) =>
            "actor_id: actor, target_id: target, kind: action, post_id: post, at: created_at",
        (ExportKind.Posts, _) =>
            "post_id: id, author_id: author, at: created_at, text: text, language: lang, hashtags: tags, links: links,"
            + "\n      place: location, sponsored: paid, likes: likes, replies: replies, reposts: reposts,"
            + " quotes: quotes,\n      views: views, reach: reach, in_reply_to_author: reply_to",
        _ =>
            "account_id: id, handle: handle, claimed_followers: followers, claimed_following: following,"
            + "\n      claimed_posts: posts, created_at: created_at, language: lang, place: location,"
            + "\n      profile_tags: bio_tags, observed_at: fetched_at",
    };
}
