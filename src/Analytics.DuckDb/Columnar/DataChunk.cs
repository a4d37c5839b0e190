using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// Up to <see cref="Capacity"/> rows in columns. A chunk is either ours (created, or fetched from a result), and then
/// disposed by its owner, before the database is closed, or lent by the engine to a function for one call. A chunk of a
/// result outlives the reader that gave it. Buffers are counted by the engine: after <see cref="Reference"/> they live
/// on in the other chunk, whatever happens to this one. To be used by one thread at a time; it may pass from thread to
/// thread.
/// </summary>
public sealed unsafe class DataChunk : IDisposable
{
    /// <summary>Rows that a chunk can hold: the engine's vector size.</summary>
    public const int Capacity = 2048;

    private readonly bool _owned;
    private readonly IReadOnlyList<DuckDbLogicalType> _types;
    private nint _handle;
    private VectorState* _states;

    private DataChunk(nint handle, IReadOnlyList<DuckDbLogicalType> types, bool owned, int length)
    {
        _owned = owned;
        _types = types;
        _handle = handle;
        ColumnCount = handle == 0 ? 0 : (int)NativeMethods.duckdb_data_chunk_get_column_count(handle);
        _states = VectorState.Allocate(ColumnCount);
        AttachVectors(length);
    }

    ~DataChunk() => Release();

    public int ColumnCount { get; private set; }

    /// <summary>Rows in use.</summary>
    public int Count
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return (int)NativeMethods.duckdb_data_chunk_get_size(_handle);
        }
        set
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Capacity);
            NativeMethods.duckdb_data_chunk_set_size(_handle, (ulong)value);
        }
    }

    /// <summary>
    /// Estimate of the memory that the rows take: values, masks and long texts. Not for chunks lent to a function.
    /// </summary>
    public long SizeBytes
    {
        get
        {
            var (count, size) = (Count, 0L);
            for (var i = 0; i < _types.Count; i++)
                size += VectorSize.Estimate(this[i], _types[i], count);
            return size;
        }
    }

    internal nint Handle => _handle;

    public Vector this[int column]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)ColumnCount, nameof(column));
            return new Vector(_states + column);
        }
    }

    /// <summary>An empty chunk of <see cref="Capacity"/> rows to write into.</summary>
    public static DataChunk Create(IReadOnlyList<DuckDbLogicalType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        var handles = stackalloc nint[types.Count];
        for (var i = 0; i < types.Count; i++)
            handles[i] = types[i].Handle.DangerousGetHandle();
        var chunk = NativeMethods.duckdb_create_data_chunk(handles, (ulong)types.Count);
        if (chunk == 0)
            throw new DuckDbException(
                $"No chunk of ({string.Join(", ", types)}) can be made.", null, DuckDbErrorType.InvalidType);
        return new DataChunk(chunk, types, owned: true, Capacity);
    }

    /// <summary>
    /// Makes every vector of this chunk show the other's, without a copy, and takes its count. The other chunk may be
    /// disposed at once, but must not be written any more. Types must be the same, column by column.
    /// </summary>
    public void Reference(DataChunk other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.ColumnCount != ColumnCount)
            throw new ArgumentException(
                $"The chunk has {other.ColumnCount} columns, expected {ColumnCount}.", nameof(other));
        for (var i = 0; i < ColumnCount; i++)
            this[i].Reference(other[i]);
        Count = other.Count;
    }

    /// <summary>
    /// Empties a chunk that was created, to be filled again. Not after <see cref="Reference"/> to it: whoever took the
    /// vectors would see the new rows.
    /// </summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        NativeMethods.duckdb_data_chunk_reset(_handle);
        AttachVectors(Capacity);
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes ownership of a chunk of a result.</summary>
    internal static DataChunk Own(nint handle, IReadOnlyList<DuckDbLogicalType> types) =>
        new(handle, types, owned: true, (int)NativeMethods.duckdb_data_chunk_get_size(handle));

    /// <summary>A wrapper for chunks that the engine lends, one after the other, to a function.</summary>
    internal static DataChunk Borrowed() => new(0, [], owned: false, 0);

    /// <summary>Shows the chunk that the engine lends for this call.</summary>
    internal void Borrow(nint handle, int length)
    {
        _handle = handle;
        var columns = (int)NativeMethods.duckdb_data_chunk_get_column_count(handle);
        if (columns != ColumnCount)
        {
            VectorState.Free(_states, ColumnCount);
            _states = VectorState.Allocate(columns);
            ColumnCount = columns;
        }
        AttachVectors(length);
    }

    /// <summary>The call is over: a chunk that was lent must not be touched any more.</summary>
    internal void Return() => _handle = 0;

    private void AttachVectors(int length)
    {
        for (var i = 0; i < ColumnCount; i++)
            _states[i].Attach(NativeMethods.duckdb_data_chunk_get_vector(_handle, (ulong)i), length);
    }

    private void Release()
    {
        if (_owned && _handle != 0)
            NativeMethods.duckdb_destroy_data_chunk(ref _handle);
        _handle = 0;
        VectorState.Free(_states, ColumnCount);
        _states = null;
        ColumnCount = 0;
    }
}
