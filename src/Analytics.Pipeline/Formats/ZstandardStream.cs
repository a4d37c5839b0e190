using System.Runtime.InteropServices;
using Analytics.Pipeline.Formats.Archives;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// Reads a Zstandard stream through the system's libzstd (Debian package libzstd1, part of every installation); .NET 10
/// has no decoder of its own. Several frames in a row are one stream. Archives of Reddit are packed with windows of up
/// to 2 GB (<c>zstd --long=31</c>), which are read too: the decoder then holds as much memory as the window has.
/// </summary>
internal sealed unsafe partial class ZstandardStream : ReadOnlyStream
{
    private const string Library = "libzstd.so.1";

    /// <summary>ZSTD_d_windowLogMax; without it the library refuses windows of more than 128 MB.</summary>
    private const int WindowLogMax = 100;

    /// <summary>The most that the format allows: 2 GB.</summary>
    private const int LargestWindowLog = 31;

    private const int OutOfMemory = 64;

    private readonly Stream _compressed;
    private readonly byte[] _input = GC.AllocateUninitializedArray<byte>(1 << 17, pinned: true);
    private nint _decoder;
    private int _inputLength;
    private int _inputPosition;
    private nuint _frameState;

    public ZstandardStream(Stream compressed)
    {
        _compressed = compressed;
        try
        {
            _decoder = ZSTD_createDStream();
            ZSTD_DCtx_setParameter(_decoder, WindowLogMax, LargestWindowLog);
        }
        catch (DllNotFoundException error)
        {
            throw new ExportFileException(
                "Zstandard files need the system library libzstd.so.1, which was not found. Install it (Debian: "
                + "apt-get install libzstd1) or deliver the file as .gz.",
                error);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_decoder == 0, this);
        if (buffer.IsEmpty) return 0;
        fixed (byte* output = buffer)
        fixed (byte* input = _input)
        {
            while (true)
            {
                if (_inputPosition == _inputLength)
                {
                    _inputLength = _compressed.Read(_input);
                    _inputPosition = 0;
                }

                var source =
                    new Window { Pointer = input, Size = (nuint)_inputLength, Position = (nuint)_inputPosition };
                var target = new Window { Pointer = output, Size = (nuint)buffer.Length };
                if (_inputLength > 0 || _frameState != 0)
                    _frameState = ZSTD_decompressStream(_decoder, &target, &source);
                if (ZSTD_isError(_frameState) != 0) throw Refusal(_frameState);
                _inputPosition = (int)source.Position;
                if (target.Position > 0) return (int)target.Position;
                if (_inputLength > 0) continue;
                return _frameState == 0
                    ? 0
                    : throw new InvalidDataException("The Zstandard stream ends inside a frame.");
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_decoder != 0) ZSTD_freeDStream(_decoder);
        _decoder = 0;
        if (disposing) _compressed.Dispose();
        base.Dispose(disposing);
    }

    ~ZstandardStream() => Dispose(false);

    private static InvalidDataException Refusal(nuint code) => new(ZSTD_getErrorCode(code) == OutOfMemory
        ? "The Zstandard file needs up to 2 GB of memory to be unpacked (--long), and so much is not free."
        : "Found data that is not Zstandard, or damaged.");

    [LibraryImport(Library)]
    private static partial nint ZSTD_createDStream();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_DCtx_setParameter(nint decoder, int parameter, int value);

    [LibraryImport(Library)]
    private static partial int ZSTD_getErrorCode(nuint result);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeDStream(nint decoder);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompressStream(nint decoder, Window* output, Window* input);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer have the same layout.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Window
    {
        public byte* Pointer;
        public nuint Size;
        public nuint Position;
    }
}
