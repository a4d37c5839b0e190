using System.Runtime.InteropServices;
using System.Text;

namespace Analytics.DuckDb.Native;

/// <summary>Text that crosses the border to the engine: UTF-8, ended by a zero byte.</summary>
internal static unsafe class NativeText
{
    /// <summary>Copies a string that stays the engine's.</summary>
    public static string? Read(byte* text) =>
        text == null ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Copies a string that the engine gave away, and frees it.</summary>
    public static string? Take(byte* text)
    {
        var copy = Read(text);
        if (text != null)
            NativeMethods.duckdb_free(text);
        return copy;
    }
}
