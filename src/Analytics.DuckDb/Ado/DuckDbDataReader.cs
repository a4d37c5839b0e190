using System.Collections;
using System.Data;
using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>
/// Rows one by one over <see cref="DuckDbChunkReader"/>. Types: integers as the .NET type of their width (HUGEINT
/// <see cref="Int128"/>), DECIMAL <see cref="decimal"/>, all timestamps <see cref="DateTime"/> in UTC, DATE
/// <see cref="DateOnly"/>, TIME <see cref="TimeOnly"/>, INTERVAL <see cref="TimeSpan"/> (months cannot be read), ENUM
/// <see cref="string"/>, LIST an array, STRUCT and MAP a dictionary. One thread at a time.
/// </summary>
public sealed class DuckDbDataReader : DbDataReader
{
    private readonly DuckDbChunkReader _chunks;
    private readonly DuckDbConnection? _closeWith;
    private DataChunk? _chunk;
    private DataChunk? _next;
    private int _row = -1;
    private bool _closed;

    internal DuckDbDataReader(DuckDbChunkReader chunks, long rowsChanged, DuckDbConnection? closeWith)
    {
        _chunks = chunks;
        _closeWith = closeWith;
        RecordsAffected = (int)Math.Min(rowsChanged, int.MaxValue);
    }

    public IReadOnlyList<ColumnDefinition> Columns => _chunks.Columns;

    public override int Depth => 0;

    public override int FieldCount => _chunks.Columns.Count;

    public override bool HasRows => _chunk is not null || PeekChunk();

    public override bool IsClosed => _closed;

    /// <summary>Rows changed by INSERT, UPDATE, DELETE or COPY; -1 if the statements change none.</summary>
    public override int RecordsAffected { get; }

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_chunk is not null && ++_row < _chunk.Count)
            return true;
        _chunk?.Dispose();
        _chunk = null;
        if (!PeekChunk())
            return false;
        (_chunk, _next, _row) = (_next, null, 0);
        return true;
    }

    /// <summary>A command has one result.</summary>
    public override bool NextResult() => false;

    public override bool IsDBNull(int ordinal) => !Vector(ordinal).IsValid(_row);

    public override object GetValue(int ordinal) =>
        VectorReader.Read(Vector(ordinal), Columns[ordinal].Type, _row) ?? DBNull.Value;

    public override T GetFieldValue<T>(int ordinal) => FieldConversion.To<T>(GetValue(ordinal), Columns[ordinal]);

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    public override string GetName(int ordinal) => Columns[ordinal].Name;

    public override int GetOrdinal(string name)
    {
        for (var i = 0; i < FieldCount; i++)
            if (Columns[i].Name == name)
                return i;
        for (var i = 0; i < FieldCount; i++)
            if (Columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        throw new IndexOutOfRangeException(
            $"The result has no column '{name}'; it has {string.Join(", ", Columns.Select(c => c.Name))}.");
    }

    public override Type GetFieldType(int ordinal) => ClrTypes.Of(Columns[ordinal].Type);

    public override string GetDataTypeName(int ordinal) => Columns[ordinal].Type.Name;

    public override DataTable GetSchemaTable() => SchemaTable.Of(Columns);

    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);

    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    public override char GetChar(int ordinal) => GetFieldValue<char>(ordinal);

    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);

    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);

    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);

    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);

    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        FieldConversion.Copy(GetFieldValue<byte[]>(ordinal), dataOffset, buffer, bufferOffset, length);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        FieldConversion.Copy(GetString(ordinal).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <summary>Ends a streamed statement that was not read to its end.</summary>
    public override void Close()
    {
        if (_closed)
            return;
        _closed = true;
        _chunk?.Dispose();
        _next?.Dispose();
        _chunks.Dispose();
        _closeWith?.Close();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private bool PeekChunk() => _next is not null || _chunks.TryRead(out _next);

    private Vector Vector(int ordinal) => _chunk is null
        ? throw new InvalidOperationException("There is no current row; call Read first.")
        : _chunk[ordinal];
}
