using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;

namespace Vas.Tests;

/// <summary>
/// In Billing's place over real gRPC, as the protos promise it: it knows the accounts it was told of, posts each business
/// key once, and is away or refuses when a test says so.
/// </summary>
public sealed class BillingNeighbour : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Account> _accounts = new();
    private readonly ConcurrentDictionary<string, PostChargeRequest> _posted = new();
    private readonly ConcurrentDictionary<string, ReverseChargeRequest> _reversed = new();

    private int _refused;

    private BillingNeighbour(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    /// <summary>Answers nothing but UNAVAILABLE.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often it was asked while it was away.</summary>
    public int Refused => _refused;

    /// <summary>Refuses to post, with this code.</summary>
    public string? Refuses { get; set; }

    /// <summary>Refuses to take a charge off again, with this code.</summary>
    public string? RefusesToReverse { get; set; }

    /// <summary>Posts, and then the answer is lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Accounts over whose charges it fails, with all that come with them.</summary>
    public ConcurrentBag<string> StumblesOver { get; } = [];

    /// <summary>Every charge there is in the books, by business key.</summary>
    public IReadOnlyCollection<PostChargeRequest> Posted => [.. _posted.Values];

    /// <summary>Every charge that was taken off again.</summary>
    public IReadOnlyCollection<ReverseChargeRequest> Reversed => [.. _reversed.Values];

    /// <summary>The tokens that posted.</summary>
    public ConcurrentBag<string> PostedBy { get; } = [];

    public static async Task<BillingNeighbour> StartAsync()
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }
        );
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc();
        BillingNeighbour? self = null;
        builder.Services.AddSingleton(_ => self!);
        var app = builder.Build();
        self = new(app, address);
        app.Urls.Add(address);
        app.MapGrpcService<Accounts>();
        app.MapGrpcService<Books>();
        await app.StartAsync();
        return self;
    }

    /// <summary>An account with a mobile line, and a fixed one that cannot read messages.</summary>
    public Subscriber Open()
    {
        var it = new Subscriber(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            $"139{Random.Shared.Next(100_000_000):00000000}"
        );
        _accounts[it.Account.ToString()] = new Account
        {
            Id = it.Account.ToString(),
            Lines =
            {
                new Line
                {
                    Id = it.Line.ToString(),
                    ServiceNumber = it.Number,
                    Kind = "mobile",
                },
                new Line
                {
                    Id = Guid.CreateVersion7().ToString(),
                    ServiceNumber = $"0371{it.Number[3..]}",
                    Kind = "fixed",
                },
            },
        };
        return it;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void RequireHere()
    {
        if (IsAway)
        {
            Interlocked.Increment(ref _refused);
            throw new RpcException(new Status(StatusCode.Unavailable, "away"));
        }
    }

    private sealed class Accounts(BillingNeighbour billing) : AccountLookup.AccountLookupBase
    {
        public override Task<Account> GetAccount(GetAccountRequest request, ServerCallContext context)
        {
            billing.RequireHere();
            return billing._accounts.TryGetValue(request.AccountId, out var account)
                ? Task.FromResult(account)
                : throw new RpcException(new Status(StatusCode.NotFound, "no such account"));
        }

        public override Task<Account> FindAccount(FindAccountRequest request, ServerCallContext context)
        {
            billing.RequireHere();
            return
                billing._accounts.Values.SingleOrDefault(account =>
                    account.Lines.Any(line => line.ServiceNumber == request.ServiceNumber)
                )
                    is { } account
                ? Task.FromResult(account)
                : throw new RpcException(new Status(StatusCode.NotFound, "no such line"));
        }
    }

    private sealed class Books(BillingNeighbour billing) : Charges.ChargesBase
    {
        public override Task<PostManyAnswer> PostMany(PostManyRequest request, ServerCallContext context)
        {
            billing.RequireHere();
            billing.PostedBy.Add(context.RequestHeaders.GetValue("authorization") ?? "");
            if (request.Charges.Any(charge => billing.StumblesOver.Contains(charge.AccountId)))
            {
                throw new RpcException(new Status(StatusCode.Unknown, "a defect"));
            }

            var answer = new PostManyAnswer { Outcomes = { request.Charges.Select(Post) } };
            return billing.LosesAnswers
                ? throw new RpcException(new Status(StatusCode.Unavailable, "the answer was lost"))
                : Task.FromResult(answer);
        }

        private PostOutcome Post(PostChargeRequest charge) =>
            billing.Refuses is { } code ? new() { RefusalCode = code, Reason = "refused" }
            : billing._posted.GetOrAdd(charge.BusinessKey, charge).Equals(charge)
                ? new()
                {
                    Answer = new() { EntryId = $"entry-{charge.ChargeId}", Status = "posted" },
                }
            : new() { RefusalCode = "charge.key-reused", Reason = "reused" };

        public override Task<ChargeAnswer> Reverse(ReverseChargeRequest request, ServerCallContext context)
        {
            billing.RequireHere();
            if (billing.RefusesToReverse is { } code)
            {
                throw new RpcException(
                    new Status(StatusCode.FailedPrecondition, "refused"),
                    new Metadata { { "code", code } }
                );
            }

            billing._reversed.GetOrAdd(request.BusinessKey, request);
            return Task.FromResult(new ChargeAnswer { EntryId = $"back-{request.ChargeId}", Status = "reversed" });
        }
    }
}

/// <summary>A customer as Billing has him.</summary>
/// <param name="Number">Of his mobile line.</param>
public sealed record Subscriber(Guid Account, Guid Line, string Number);
