using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

/// <summary>
/// Healthy once the broker answers the protocol header with Connection.Start (AMQP 0-9-1, 2.2.4), and from then on while
/// it accepts connections: each handshake that we break off is two warnings in its log, a mere connection is none.
/// </summary>
internal sealed class AmqpHealthCheck(RabbitMQServerResource server)
{
    private static readonly byte[] ProtocolHeader = [.. "AMQP"u8, 0, 0, 9, 1];

    private bool hasAnswered;

    internal static HealthCheckAnnotation Of(RabbitMQServerResource server) =>
        new($"{server.Name}_check", new AmqpHealthCheck(server).AskAsync);

    private async Task<HealthCheckResult> AskAsync(CancellationToken ct)
    {
        var answeredBefore = hasAnswered;
        hasAnswered = false; // unless we come to the end
        using var client = new TcpClient();
        await client.ConnectAsync(server.PrimaryEndpoint.Host, server.PrimaryEndpoint.Port, ct);
        if (!answeredBefore && !await AnswersAsync(client.GetStream(), ct))
        {
            return HealthCheckResult.Unhealthy("What listens there does not speak AMQP 0-9-1.");
        }

        hasAnswered = true;
        return HealthCheckResult.Healthy();
    }

    /// <summary>A frame is type (1 octet), channel (2), size (4), payload; Connection.Start is class 10, method 10.</summary>
    private static async Task<bool> AnswersAsync(NetworkStream stream, CancellationToken ct)
    {
        await stream.WriteAsync(ProtocolHeader, ct);
        var frame = new byte[11];
        await stream.ReadExactlyAsync(frame, ct);
        return frame.AsSpan() is [1, 0, 0, _, _, _, _, 0, 10, 0, 10];
    }
}
