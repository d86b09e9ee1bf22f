using System;
using System.Collections.Generic;

namespace Aspire.Hosting.Dcp;

// dcp's objects, as far as they are used here; field by field in api/v1 of github.com/microsoft/dcp.

internal sealed record DcpMetadata(string Name)
{
    public string? Uid { get; init; }

    public DateTime? CreationTimestamp { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }
}

internal sealed record DcpObject<TSpec, TStatus>(string Kind, DcpMetadata Metadata, TSpec Spec)
{
    public string ApiVersion { get; init; } = DcpClient.ApiVersion;

    public TStatus? Status { get; init; }
}

internal sealed record DcpServiceSpec(int? Port)
{
    public string Protocol { get; init; } = "TCP";

    public string AddressAllocationMode { get; init; } = "IPv4ZeroOne"; // 127.0.0.1 and nothing else
}

internal sealed record DcpServiceStatus(string? State, int EffectivePort);

internal sealed record DcpEnvVar(string Name, string? Value);

internal sealed record DcpExecutableSpec(
    string ExecutablePath,
    string WorkingDirectory,
    IReadOnlyList<string>? Args,
    IReadOnlyList<DcpEnvVar>? Env
)
{
    public string ExecutionType { get; init; } = "Process";
}

internal sealed record DcpExecutableStatus(string? State)
{
    public long? Pid { get; init; }

    public int? ExitCode { get; init; }

    public DateTime? StartupTimestamp { get; init; }

    public DateTime? FinishTimestamp { get; init; }

    public IReadOnlyList<DcpEnvVar>? EffectiveEnv { get; init; }

    public IReadOnlyList<string>? EffectiveArgs { get; init; }
}

internal sealed record DcpWatchEvent<T>(string Type, T Object);

/// <summary>The annotation by which an executable says which dcp services its processes stand behind.</summary>
internal sealed record DcpServiceProducer(string ServiceName, string Address, int? Port)
{
    internal const string Annotation = "service-producer";
}
