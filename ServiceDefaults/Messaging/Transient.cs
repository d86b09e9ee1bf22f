using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using Grpc.Core;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceDefaults.Messaging;

/// <summary>Tells a neighbour that is away for now from a message that will never work.</summary>
public static class Transient
{
    public static bool Is(Exception exception) =>
        exception switch
        {
            PostgresException postgres => postgres.IsTransient || IsStartingOrStopping(postgres.SqlState),
            NpgsqlException or TimeoutException or SocketException or IOException or HttpRequestException => true,
            ConnectionException => true,
            DbUpdateConcurrencyException => true, // somebody else changed it in between: read again and decide again
            RpcException rpc => rpc.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded,
            _ => exception.InnerException is { } inner && Is(inner),
        };

    // 57P01 admin_shutdown, 57P02 crash_shutdown, 57P03 cannot_connect_now: a server going down or coming up.
    private static bool IsStartingOrStopping(string sqlState) => sqlState is "57P01" or "57P02" or "57P03";
}
