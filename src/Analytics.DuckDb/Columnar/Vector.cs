using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// One column of a <see cref="DataChunk"/>, as spans over the engine's memory: nothing is copied or allocated. It is
/// valid until its chunk is disposed or read again; the element type of <see cref="Values{T}"/> is the one that
/// <see cref="DuckDbKind"/> names, and it is not checked. To be used by one thread at a time.
/// </summary>
public readonly unsafe struct Vector
{
    private const int BitsPerWord = 64;

    private readonly VectorState* _state;

    internal Vector(VectorState* state) => _state = state;

    /// <summary>All rows are the one value of <see cref="ReferenceConstant"/>.</summary>
    internal bool IsConstant => _state->IsConstant;

    /// <summary>False as long as no row was ever set to NULL: then <see cref="Validity"/> is empty.</summary>
    public bool HasNulls => Loaded()->Validity != null;

    /// <summary>Bit r % 64 of word r / 64 is set if row r is not NULL. Empty if there are no NULLs.</summary>
    public Span<ulong> Validity
    {
        get
        {
            var state = Loaded();
            return state->Validity == null
                ? []
                : new Span<ulong>(state->Validity, (state->Length + BitsPerWord - 1) / BitsPerWord);
        }
    }

    /// <summary>The texts of a VARCHAR or BLOB vector.</summary>
    public StringView* Strings => (StringView*)Loaded()->Data;

    /// <summary>Per row of a LIST or MAP: offset and length in <see cref="ListChild"/>.</summary>
    public Span<ListEntry> ListEntries => Values<ListEntry>();

    /// <summary>Elements in the child of a LIST or MAP.</summary>
    public int ListSize => (int)NativeMethods.duckdb_list_vector_get_size(_state->Handle);

    /// <summary>The elements of all rows of a LIST or MAP, one after the other.</summary>
    public Vector ListChild
    {
        get
        {
            var child = _state->Child(0);
            if (child->Handle == 0)
                child->Attach(NativeMethods.duckdb_list_vector_get_child(_state->Handle), ListSize);
            return new Vector(child);
        }
    }

    /// <summary>The rows: as many as the chunk has, or <see cref="DataChunk.Capacity"/> where one writes.</summary>
    public Span<T> Values<T>()
        where T : unmanaged
    {
        var state = Loaded();
        return new Span<T>(state->Data, state->Length);
    }

    public bool IsValid(int row)
    {
        var validity = Loaded()->Validity;
        return validity == null || ((validity[row / BitsPerWord] >> row) & 1) != 0;
    }

    /// <summary>Field <paramref name="index"/> of a STRUCT.</summary>
    public Vector StructChild(int index)
    {
        var child = _state->Child(index);
        if (child->Handle == 0)
            child->Attach(NativeMethods.duckdb_struct_vector_get_child(_state->Handle, (ulong)index), _state->Length);
        return new Vector(child);
    }

    /// <summary>The elements of all rows of an ARRAY of <paramref name="size"/> elements.</summary>
    public Vector ArrayChild(int size)
    {
        var child = _state->Child(0);
        if (child->Handle == 0)
            child->Attach(NativeMethods.duckdb_array_vector_get_child(_state->Handle), _state->Length * size);
        return new Vector(child);
    }

    /// <summary>Sets a row to NULL; the mask is made on the first.</summary>
    public void SetNull(int row)
    {
        EnsureValidityWritable();
        _state->Validity[row / BitsPerWord] &= ~(1ul << row);
    }

    /// <summary>Takes a NULL back.</summary>
    public void SetValid(int row)
    {
        if (HasNulls)
            _state->Validity[row / BitsPerWord] |= 1ul << row;
    }

    /// <summary>Makes a mask of ones if there is none, so that <see cref="Validity"/> can be written.</summary>
    public void EnsureValidityWritable()
    {
        var state = Loaded();
        if (state->Validity != null)
            return;
        NativeMethods.duckdb_vector_ensure_validity_writable(state->Handle);
        state->Validity = NativeMethods.duckdb_vector_get_validity(state->Handle);
    }

    /// <summary>The bytes of a VARCHAR or BLOB; valid as long as the vector.</summary>
    public ReadOnlySpan<byte> GetUtf8(int row) => StringView.AsSpan(in Strings[row]);

    /// <summary>Copies a text into a VARCHAR vector.</summary>
    /// <exception cref="ArgumentException">
    /// The bytes are not UTF-8: the engine takes them for granted, and would fail much later.
    /// </exception>
    public void SetUtf8(int row, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
            throw new ArgumentException($"The text of row {row} is not valid UTF-8.", nameof(text));
        SetBytes(row, text);
    }

    /// <summary>Copies bytes into a BLOB vector, or a text that is known to be UTF-8 into a VARCHAR vector.</summary>
    public void SetBytes(int row, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= StringView.InlineCapacity)
        {
            Strings[row] = StringView.Inline(bytes);
            return;
        }
        fixed (byte* start = bytes)
            NativeMethods.duckdb_unsafe_vector_assign_string_element_len(
                _state->Handle, (ulong)row, start, (ulong)bytes.Length);
    }

    /// <summary>
    /// Makes room for <paramref name="size"/> elements in the child of a LIST and declares them present. The spans of
    /// <see cref="ListChild"/> taken before are void.
    /// </summary>
    public void SetListSize(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        NativeMethods.duckdb_list_vector_reserve(_state->Handle, (ulong)size);
        NativeMethods.duckdb_list_vector_set_size(_state->Handle, (ulong)size);
        _state->Child(0)->Attach(NativeMethods.duckdb_list_vector_get_child(_state->Handle), size);
    }

    /// <summary>
    /// Makes every row the same value, at the cost of one. The vector can then be passed on, not be written or read
    /// row by row.
    /// </summary>
    public void ReferenceConstant(DuckDbValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        NativeMethods.duckdb_vector_reference_value(_state->Handle, value.Handle);
        _state->Attach(_state->Handle, 1);
        _state->IsConstant = true;
    }

    /// <summary>Makes this vector show what <paramref name="source"/> shows, without a copy.</summary>
    public void Reference(Vector source)
    {
        NativeMethods.duckdb_vector_reference_vector(_state->Handle, source._state->Handle);
        _state->Attach(_state->Handle, source._state->Length);
        _state->IsConstant = source.IsConstant;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VectorState* Loaded()
    {
        if (!_state->Loaded)
            _state->Load();
        return _state;
    }
}
