// Writes PT1H.json blobs as Azure does: an opening block, a data block with one record at every interval, and a closing
// block kept last, so that each blob is a complete JSON document after every commit.
import { BlobServiceClient } from "@azure/storage-blob";
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

const seconds = Number(process.env.INTERVAL_SECONDS ?? 10);
if (!(seconds > 0)) {
  console.error(`INTERVAL_SECONDS must be a number above 0, not "${process.env.INTERVAL_SECONDS}"`);
  process.exit(2);
}
if (!process.env.CONNECTION_STRING) {
  console.error("CONNECTION_STRING must be set to the connection string of a storage account");
  process.exit(2);
}

const subscription = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
const group = `/subscriptions/${subscription}/resourceGroups/rg-network/providers/Microsoft.Network`;
const securityGroup = `${group}/networkSecurityGroups/nsg-hub`;
const flowLog = "VNET-HUB-RG-NETWORK-FLOWLOG";
const interfaces = [
  { mac: "000D3A1B2C01", ip: "10.0.1.4" },
  { mac: "00224801AA02", ip: "10.0.2.5" },
  { mac: "7C1E5203BB07", ip: "10.0.3.6" },
];

const base64 = (text) => Buffer.from(text).toString("base64");
const OPENER = { id: base64("A" + "0".repeat(32)), text: '{"records":[' };
const CLOSER = { id: base64("Z" + "0".repeat(32)), text: "]}" };
const dataId = () => base64("D" + randomUUID().replaceAll("-", "").toUpperCase());

const between = (low, high) => low + Math.floor(Math.random() * (high - low + 1));
const outside = () => `${["192.0.2", "198.51.100", "203.0.113"][between(0, 2)]}.${between(2, 250)}`;
const counters = () => [between(2, 60), between(200, 9000), between(1, 80), between(100, 60000)].join();

/** Up to `most` tuples of one rule in order of time, made by `rest` from the time of each. */
function tuples(now, most, rest) {
  const times = Array.from({ length: between(1, most) }, () => now - between(0, seconds * 1000 - 1));
  return times.sort().map((time) => `${time},${rest()}`);
}

function record({ mac, ip }, now) {
  const item = (rule, flowTuples) => ({ aclID: securityGroup, flowGroups: [{ flowTuples, rule }] });
  const begun = () => (Math.random() < 0.5 ? "B,NX,0,0,0,0" : `E,NX,${counters()}`);
  const flows = [
    item("DefaultRule_AllowInternetOutBound", tuples(now, 6, () =>
      `${ip},${outside()},${between(49152, 65535)},443,6,O,${begun()}`)),
    item("UserRule_AllowHTTPS", tuples(now, 5, () =>
      `${outside()},${ip},${between(1024, 65535)},443,6,I,${begun()}`)),
    item("DefaultRule_DenyAllInBound", tuples(now, 8, () =>
      `${outside()},${ip},${between(1024, 65535)},${between(1, 65535)},6,I,D,NX,0,0,0,0`)),
  ];
  return JSON.stringify({
    category: "FlowLogFlowEvent",
    flowLogGUID: "5b0c7a1e-6f3d-4d52-9a8e-2c41f7e0b913",
    flowLogResourceID: `/SUBSCRIPTIONS/${subscription.toUpperCase()}/RESOURCEGROUPS/NETWORKWATCHERRG/PROVIDERS`
      + `/MICROSOFT.NETWORK/NETWORKWATCHERS/NETWORKWATCHER_EASTUS/FLOWLOGS/${flowLog}`,
    flowLogVersion: 4,
    flowRecords: { flows },
    macAddress: mac,
    operationName: "FlowLogFlowEvent",
    targetResourceID: `${group}/virtualNetworks/vnet-hub`,
    time: new Date(now).toISOString().replace("Z", "0000Z"),
  });
}

function blobName({ mac }, now) {
  const [, year, month, day, hour] = /^(\d+)-(\d+)-(\d+)T(\d+)/.exec(new Date(now).toISOString());
  return `flowLogResourceID=/${subscription.toUpperCase()}_NETWORKWATCHERRG/NETWORKWATCHER_EASTUS_${flowLog}`
    + `/y=${year}/m=${month}/d=${day}/h=${hour}/m=00/macAddress=${mac}/PT1H.json`;
}

async function committedIds(blob) {
  try {
    const list = await blob.getBlockList("committed");
    return list.committedBlocks.map((block) => block.name);
  } catch (error) {
    if (error.statusCode === 404) return [];
    throw error;
  }
}

async function append(blob, text) {
  const written = await committedIds(blob);
  const stage = (id, body) => blob.stageBlock(id, body, Buffer.byteLength(body));
  const id = dataId();
  if (written.length === 0) {
    await stage(OPENER.id, OPENER.text);
    await stage(CLOSER.id, CLOSER.text);
    await stage(id, text);
    await blob.commitBlockList([OPENER.id, id, CLOSER.id]);
  } else {
    await stage(id, "," + text);
    await blob.commitBlockList([...written.slice(0, -1), id, CLOSER.id]);
  }
}

const container = BlobServiceClient.fromConnectionString(process.env.CONNECTION_STRING)
  .getContainerClient("insights-logs-flowlogflowevent");
await container.createIfNotExists();
for (;;) {
  const now = Date.now();
  for (const nic of interfaces) {
    await append(container.getBlockBlobClient(blobName(nic, now)), record(nic, now));
  }
  await writeFile("ready", "");
  console.log(`${new Date(now).toISOString()} one record more in each of ${interfaces.length} blobs`);
  await pause(seconds * 1000);
}
