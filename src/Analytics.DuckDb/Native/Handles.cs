using System.Runtime.InteropServices;

namespace Analytics.DuckDb.Native;

/// <summary>An object of the engine that is destroyed exactly once, also when its owner was forgotten.</summary>
internal abstract class EngineHandle : SafeHandle
{
    protected EngineHandle(nint pointer)
        : base(0, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == 0;

    protected sealed override bool ReleaseHandle()
    {
        Destroy(ref handle);
        return true;
    }

    protected abstract void Destroy(ref nint pointer);
}

internal sealed class DatabaseHandle(nint pointer) : EngineHandle(pointer)
{
    protected override void Destroy(ref nint pointer) => NativeMethods.duckdb_close(ref pointer);
}

internal sealed class ConnectionHandle(nint pointer, RegisteredFunctions functions) : EngineHandle(pointer)
{
    /// <summary>Of the database, shared by its connections.</summary>
    public RegisteredFunctions Functions => functions;

    /// <summary>The streamed result that the engine is producing, until another statement begins.</summary>
    public DuckDbChunkReader? Stream { get; set; }

    protected override void Destroy(ref nint pointer) => NativeMethods.duckdb_disconnect(ref pointer);
}

internal sealed class ExtractedHandle(nint pointer) : EngineHandle(pointer)
{
    protected override void Destroy(ref nint pointer) => NativeMethods.duckdb_destroy_extracted(ref pointer);
}

internal sealed class PreparedHandle(nint pointer) : EngineHandle(pointer)
{
    protected override void Destroy(ref nint pointer) => NativeMethods.duckdb_destroy_prepare(ref pointer);
}

internal sealed class LogicalTypeHandle(nint pointer) : EngineHandle(pointer)
{
    protected override void Destroy(ref nint pointer) => NativeMethods.duckdb_destroy_logical_type(ref pointer);
}

internal sealed class ValueHandle(nint pointer) : EngineHandle(pointer)
{
    protected override void Destroy(ref nint pointer) => NativeMethods.duckdb_destroy_value(ref pointer);
}

internal sealed class AppenderHandle(nint pointer) : EngineHandle(pointer)
{
    protected override void Destroy(ref nint pointer) => NativeMethods.duckdb_appender_destroy(ref pointer);
}

/// <summary>A duckdb_result lives in memory of ours: the engine fills it, and must be told to empty it.</summary>
internal sealed unsafe class ResultHandle : EngineHandle
{
    public ResultHandle()
        : base((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)))
    {
    }

    public NativeResult* Pointer => (NativeResult*)handle;

    protected override void Destroy(ref nint pointer)
    {
        NativeMethods.duckdb_destroy_result((NativeResult*)pointer);
        NativeMemory.Free((void*)pointer);
        pointer = 0;
    }
}
