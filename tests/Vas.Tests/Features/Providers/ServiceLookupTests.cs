using System;
using System.Threading.Tasks;
using Grpc.Core;
using Grpc.Net.Client;
using ServiceDefaults.Security;
using Shouldly;
using Vas.Contracts.V1;
using Vas.Tests.Features.Settlement;
using Xunit;

namespace Vas.Tests.Features.Providers;

/// <summary>V2: what a service is and whose, over real gRPC.</summary>
public sealed class ServiceLookupTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Theory]
    [InlineData(Roles.Agent)]
    [InlineData(Roles.Service)]
    public async Task Who_records_a_finding_learns_whose_a_service_is(string role)
    {
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);

        var service = await AskAsync(role, $"{provider.Service}");

        (service.NameZh, service.ProviderId, service.ProviderNumber).ShouldBe(
            ("天气", $"{provider.Id}", provider.Number)
        );
    }

    [Theory]
    [InlineData(Roles.Agent, "01a1ff98-7746-74bf-b7dc-43a4feb38397", StatusCode.NotFound)]
    [InlineData(Roles.Agent, "VS-1", StatusCode.InvalidArgument)]
    [InlineData(Roles.Partner, "01a1ff98-7746-74bf-b7dc-43a4feb38397", StatusCode.PermissionDenied)]
    public async Task What_there_is_not_and_who_may_not_ask(string role, string id, StatusCode expected) =>
        (await Should.ThrowAsync<RpcException>(() => AskAsync(role, id))).StatusCode.ShouldBe(expected);

    private async Task<Service> AskAsync(string role, string id)
    {
        using var channel = GrpcChannel.ForAddress(platform.Vas.Addresses.Grpc);
        var token =
            role == Roles.Partner
                ? platform.Issuer.Token(role, partner: Guid.CreateVersion7())
                : platform.Issuer.Token(role);
        return await new ServiceLookup.ServiceLookupClient(channel).GetServiceAsync(
            new GetServiceRequest { ServiceId = id },
            new Metadata { { "Authorization", $"Bearer {token}" } },
            cancellationToken: TestContext.Current.CancellationToken
        );
    }
}
