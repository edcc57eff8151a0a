/* One file for both drawings, so that the browser loads vis-network once. */
export default function (component) {
  return component.data.net ? liantuMountNet(component) : liantuMountMap(component);
}
