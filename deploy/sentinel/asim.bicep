// The data collection rule for Microsoft Sentinel's own table ASimNetworkSessionLogs, which the type 'sentinel' sends to with the
// format asim. The table is there once Microsoft Sentinel is on. Deploy it to the resource group of the workspace:
//   az deployment group create --resource-group RG --template-file asim.bicep \
//     --parameters workspaceName=WORKSPACE principalId=OBJECT-ID-OF-THE-APPLICATION
// It prints url, rule and stream, as flowlogs.destination.NAME wants them.

@description('The Log Analytics workspace.')
param workspaceName string

@description('The object id of the service principal or managed identity that sends flows.')
param principalId string

@description('The region of the workspace.')
param location string = resourceGroup().location

// The fields of the format asim. Its aliases (Src, Dst, IpAddr, Rule) and EventSchema are no columns of the table; Sentinel's parser
// _Im_NetworkSession adds them to each query. What a stream does not declare is dropped.
var columns = [
  { name: 'TimeGenerated', type: 'datetime' }
  { name: 'EventCount', type: 'int' }
  { name: 'EventStartTime', type: 'datetime' }
  { name: 'EventEndTime', type: 'datetime' }
  { name: 'EventType', type: 'string' }
  { name: 'EventSubType', type: 'string' }
  { name: 'EventResult', type: 'string' }
  { name: 'EventSeverity', type: 'string' }
  { name: 'EventOriginalUid', type: 'string' }
  { name: 'EventVendor', type: 'string' }
  { name: 'EventProduct', type: 'string' }
  { name: 'EventProductVersion', type: 'string' }
  { name: 'EventSchemaVersion', type: 'string' }
  { name: 'Dvc', type: 'string' }
  { name: 'DvcId', type: 'string' }
  { name: 'DvcIdType', type: 'string' }
  { name: 'DvcMacAddr', type: 'string' }
  { name: 'DvcAction', type: 'string' }
  { name: 'DvcOriginalAction', type: 'string' }
  { name: 'SrcIpAddr', type: 'string' }
  { name: 'SrcGeoCountry', type: 'string' }
  { name: 'SrcPortNumber', type: 'int' }
  { name: 'SrcMacAddr', type: 'string' }
  { name: 'SrcDvcId', type: 'string' }
  { name: 'SrcDvcIdType', type: 'string' }
  { name: 'SrcDvcScopeId', type: 'string' }
  { name: 'SrcInterfaceName', type: 'string' }
  { name: 'DstIpAddr', type: 'string' }
  { name: 'DstGeoCountry', type: 'string' }
  { name: 'DstPortNumber', type: 'int' }
  { name: 'DstMacAddr', type: 'string' }
  { name: 'DstDvcId', type: 'string' }
  { name: 'DstDvcIdType', type: 'string' }
  { name: 'DstDvcScopeId', type: 'string' }
  { name: 'DstInterfaceName', type: 'string' }
  { name: 'NetworkProtocol', type: 'string' }
  { name: 'NetworkApplicationProtocol', type: 'string' }
  { name: 'NetworkProtocolVersion', type: 'string' }
  { name: 'NetworkDirection', type: 'string' }
  { name: 'SrcBytes', type: 'long' }
  { name: 'DstBytes', type: 'long' }
  { name: 'NetworkBytes', type: 'long' }
  { name: 'SrcPackets', type: 'long' }
  { name: 'DstPackets', type: 'long' }
  { name: 'NetworkPackets', type: 'long' }
  { name: 'NetworkRuleName', type: 'string' }
  { name: 'AdditionalFields', type: 'dynamic' }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2022-10-01' existing = {
  name: workspaceName
}

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: 'vnet-flow-routes-asim'
  location: location
  kind: 'Direct'
  properties: {
    streamDeclarations: {
      'Custom-VNetFlowsAsim': {
        columns: columns
      }
    }
    destinations: {
      logAnalytics: [
        {
          name: 'workspace'
          workspaceResourceId: workspace.id
        }
      ]
    }
    dataFlows: [
      {
        streams: ['Custom-VNetFlowsAsim']
        destinations: ['workspace']
        // The table has other names for the scopes of devices.
        transformKql: 'source | project-rename SrcSubscriptionId = SrcDvcScopeId, DstSubscriptionId = DstDvcScopeId'
        outputStream: 'Microsoft-ASimNetworkSessionLogs'
      }
    ]
  }
}

// Monitoring Metrics Publisher, which is the role for sending to a data collection rule.
var publisher = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(rule.id, principalId, publisher)
  scope: rule
  properties: {
    roleDefinitionId: publisher
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output url string = rule.properties.endpoints.logsIngestion
output rule string = rule.properties.immutableId
output stream string = 'Custom-VNetFlowsAsim'
