using System.Security.Cryptography;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats;

/// <summary>Picks the reader of a file by the format of its source.</summary>
public static class ExportReaders
{
    /// <param name="hash">Takes the delivered bytes; complete when the reader came to the end.</param>
    /// <returns>The reader, and what columns mean if the file is a table.</returns>
    /// <exception cref="ExportFileException">The file cannot be read as what the source says it is.</exception>
    public static (ExportReader Reader, ColumnPlan? Plan) Open(
        SourceDefinition source,
        string path,
        RecordBlockPool pool,
        DuckDbDatabase engine,
        IncrementalHash? hash,
        CancellationToken cancellation = default)
    {
        try
        {
            return source.Format switch
            {
                SourceFormat.Csv or SourceFormat.EdgeList =>
                    DelimitedReader.Open(source, ExportStream.Open(path, hash), pool),
                SourceFormat.Ndjson => NdjsonReader.Open(source, ExportStream.Open(path, hash), pool),
                SourceFormat.Parquet => OpenParquet(source, path, engine, hash, cancellation),
                _ => (RecordReaders.Open(source, path, pool, hash, cancellation), null),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ExportFileException(error.Message, error);
        }
    }

    private static (ExportReader Reader, ColumnPlan Plan) OpenParquet(
        SourceDefinition source,
        string path,
        DuckDbDatabase engine,
        IncrementalHash? hash,
        CancellationToken cancellation)
    {
        // The engine reads the file itself, in parts and out of order, so its bytes are hashed beforehand.
        if (hash is not null) ExportStream.AppendTo(hash, path, cancellation);
        return ParquetReader.Open(source, path, engine.Connect());
    }
}
