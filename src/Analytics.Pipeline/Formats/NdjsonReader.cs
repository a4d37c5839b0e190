using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Formats;

/// <summary>NDJSON: each line one object; wanted members are named by path.</summary>
internal sealed class NdjsonReader : ExportReader
{
    private readonly BlockReader _blocks;
    private readonly JsonPathTree _paths;

    private NdjsonReader(BlockReader blocks, JsonPathTree paths)
    {
        _blocks = blocks;
        _paths = paths;
    }

    public override ExportFileException? Fault => _blocks.Fault;

    /// <exception cref="ExportFileException">Empty or not text.</exception>
    public static (NdjsonReader Reader, ColumnPlan Plan) Open(
        SourceDefinition source, Stream stream, RecordBlockPool pool)
    {
        var blocks = new BlockReader(new Utf8TextStream(stream, source.Encoding), pool, quote: null);
        try
        {
            TextStart.Check(blocks);
            var plan = ColumnPlan.Of(source, available: null);
            return (new NdjsonReader(blocks, JsonPathTree.Of(plan.RawColumns)), plan);
        }
        catch
        {
            blocks.Dispose();
            throw;
        }
    }

    public override RawPiece? Read(CancellationToken cancellation) =>
        _blocks.Read(cancellation) is { } block ? new NdjsonPiece(block, _paths) : null;

    public override void Dispose() => _blocks.Dispose();
}
