using Analytics.App.Tables;

namespace Analytics.App.Query;

/// <summary>Writes one result in a format.</summary>
internal interface IResultWriter
{
    /// <summary>Writes all rows as they come; the arrays may be reused by the producer.</summary>
    /// <returns>The number of rows.</returns>
    long Write(IReadOnlyList<Column> columns, IEnumerable<object?[]> rows);
}
