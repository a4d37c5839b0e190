using System.Globalization;
using System.Security.Cryptography;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Bluesky.Car;

/// <summary>Records of a repository; without any, the piece tells that the list of follows was whole.</summary>
internal sealed class CarPiece(RecordBlock block, IReadOnlyList<CarRecord> records, CarIndex index) : RecordPiece
{
    private static readonly JsonShape Shape = new(BlueskyRecords.Members(""));

    private readonly byte[] _changedAt = Digits(index.ChangedAtMicros);

    public override long SizeBytes => block.Buffer.Length;

    public override void ReadTo(FactRows rows)
    {
        if (records.Count == 0)
        {
            rows.Begin(0);
            rows.FollowList(index.Did, ListDirection.Following, index.Follows, _changedAt);
            rows.End(0);
        }

        var json = new CborJson();
        foreach (var record in records)
        {
            rows.Begin(record.Section.Number);
            Read(record, json, rows);
            rows.End(record.Section.TotalBytes);
        }
    }

    public override void Dispose() => block.Dispose();

    private void Read(CarRecord record, CborJson json, FactRows rows)
    {
        if (record.Start < 0)
        {
            rows.Reject(string.Create(
                CultureInfo.InvariantCulture, $"record longer than {block.Buffer.Length:N0} bytes"));
            return;
        }

        var data = block.Buffer.AsSpan(record.Start, record.Section.DataBytes);
        Span<byte> hash = stackalloc byte[BlockDigest.SizeBytes];
        SHA256.HashData(data, hash);
        if (BlockDigest.Of(hash) != record.Digest)
        {
            rows.Reject("the block is not what its name says");
            return;
        }

        var names = record.Names.AsSpan();
        foreach (var range in names.Split((byte)'\n')) Read(names[range], data, json, rows);
    }

    private void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, CborJson json, FactRows rows)
    {
        var slash = name.IndexOf((byte)'/');
        var collection = name[..slash];
        var key = name[(slash + 1)..];
        if (!BlueskyRecords.IsRead(collection))
        {
            rows.Ignore(BlueskyRecords.Name(collection));
            return;
        }

        try
        {
            json.Clear();
            var cbor = new DagCbor(data);
            cbor.WriteTo(json);
            if (!cbor.IsAtEnd) throw DagCbor.Broken("goes on behind its value");
        }
        catch (InvalidDataException error)
        {
            rows.Reject(error.Message);
            return;
        }

        var fields = rows.Fields(Shape);
        if (!fields.TryRead(json.Written, rows.Drift, out var problem)) rows.Reject(problem!);
        else
        {
            var at = RecordTime.MicrosOf(key) is { } made ? Digits(made) : _changedAt;
            BlueskyRecords.Read(index.Did, collection, key, fields, 0, at, rows, _changedAt);
        }
    }

    private static byte[] Digits(long? micros) =>
        micros is { } time ? System.Text.Encoding.ASCII.GetBytes(time.ToString(CultureInfo.InvariantCulture)) : [];
}
