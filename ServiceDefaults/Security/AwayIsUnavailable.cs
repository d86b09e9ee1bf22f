using System;
using System.Threading.Tasks;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Security;

/// <summary>
/// A service whose database is away answers <c>UNAVAILABLE</c>, which its callers know how to do without; gRPC's own
/// answer to an exception, <c>UNKNOWN</c>, would look like a defect.
/// </summary>
public sealed class AwayIsUnavailable(ILogger<AwayIsUnavailable> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException && Transient.Is(e))
        {
            log.LogWarning("{Method} cannot be answered now: {Reason}", context.Method, e.Message);
            throw new RpcException(new Status(StatusCode.Unavailable, "The service's database is away."));
        }
    }
}
