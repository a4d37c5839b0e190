namespace Analytics.DuckDb;

/// <summary>A column of a result, of a table function, or a field of a struct.</summary>
public sealed record ColumnDefinition(string Name, DuckDbLogicalType Type);
