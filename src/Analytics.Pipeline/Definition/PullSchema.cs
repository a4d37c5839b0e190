using static Analytics.Pipeline.Definition.Values;

namespace Analytics.Pipeline.Definition;

/// <summary>The keys of a source's <c>pull</c>.</summary>
internal static class PullSchema
{
    private static readonly MappingShape Pages = new(
        new Key("next", Text, Example: "next: link"),
        new Key("parameter", Text),
        new Key("start", Choice(("first", PageStart.First), ("last", PageStart.Last)), PageStart.First),
        new Key("limit", Whole(1, 1_000_000), 10_000));

    public static MappingShape Shape { get; } = new(
        new Key("token_env", VariableName),
        new Key("token_file", FilePath),
        new Key("pages", Pages),
        new Key("endpoint", WebAddress),
        new Key("region", Identifier),
        new Key("anonymous", Values.Boolean, false),
        new Key(
            "watermark",
            Choice(("etag", ListingWatermark.ETag), ("last_name", ListingWatermark.LastName)),
            ListingWatermark.ETag),
        new Key("concurrency", Whole(1, 64), PullDefinition.DefaultConcurrency),
        new Key("timeout", Duration, PullDefinition.DefaultTimeout),
        new Key("retries", Whole(0, 100), PullDefinition.DefaultRetries),
        new Key("max_wait", Duration, PullDefinition.DefaultMaxWait),
        new Key("max_file_size", ByteSize, PullDefinition.DefaultMaxFileSize));

    public static PullDefinition Build(Section section) => new(
        section.Reference<string>("token_env"),
        section.Reference<string>("token_file"),
        section.Reference<Section>("pages") is { } pages
            ? new PagesDefinition(
                pages.Value<string>("next"),
                pages.Reference<string>("parameter"),
                pages.Value<PageStart>("start"),
                pages.Value<int>("limit"))
            : null,
        section.Reference<string>("endpoint"),
        section.Reference<string>("region"),
        section.Value<bool>("anonymous"),
        section.Value<ListingWatermark>("watermark"),
        section.Value<int>("concurrency"),
        section.Value<TimeSpan>("timeout"),
        section.Value<int>("retries"),
        section.Value<TimeSpan>("max_wait"),
        section.Value<long>("max_file_size"));
}
