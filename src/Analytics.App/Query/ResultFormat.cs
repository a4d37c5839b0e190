namespace Analytics.App.Query;

/// <summary>How results are written.</summary>
internal enum ResultFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>Comma separated, with a heading.</summary>
    Csv,

    /// <summary>An array of objects.</summary>
    Json,

    /// <summary>An object per line.</summary>
    Ndjson,

    /// <summary>A Parquet file, written by the engine.</summary>
    Parquet,
}
