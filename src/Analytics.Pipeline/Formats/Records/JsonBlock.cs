using System.Globalization;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>A record inside a block; one of section -1 was too long to be there.</summary>
internal readonly record struct JsonRecordSpan(int Section, int Start, long Length, long Line);

/// <summary>A pinned buffer and the records that lie in it.</summary>
internal sealed class JsonBlock(RecordBlockPool pool, byte[] buffer, IReadOnlyList<JsonRecordSpan> records)
    : IDisposable
{
    public long SizeBytes => buffer.Length;

    public IReadOnlyList<JsonRecordSpan> Records => records;

    public string OversizedReason =>
        string.Create(CultureInfo.InvariantCulture, $"record longer than {buffer.Length:N0} bytes");

    public ReadOnlySpan<byte> Text(JsonRecordSpan record) => buffer.AsSpan(record.Start, (int)record.Length);

    public void Dispose() => pool.Return(buffer);
}
