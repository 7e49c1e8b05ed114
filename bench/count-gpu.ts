/** What was asked of a device since it was counted from. */
export interface Counts {
	buffers: number;
	/** Bytes of these buffers. */
	bytes: number;
	dispatches: number;
}

/** Counts the buffers made and the dispatches recorded on a device. */
export function count(device: GPUDevice): Counts {
	const counts = { buffers: 0, bytes: 0, dispatches: 0 };
	const createBuffer = device.createBuffer.bind(device);
	device.createBuffer = (descriptor) => {
		counts.buffers++;
		counts.bytes += descriptor.size;
		return createBuffer(descriptor);
	};
	const createCommandEncoder = device.createCommandEncoder.bind(device);
	device.createCommandEncoder = (descriptor) => {
		const encoder = createCommandEncoder(descriptor);
		const beginComputePass = encoder.beginComputePass.bind(encoder);
		encoder.beginComputePass = (pass) => {
			const begun = beginComputePass(pass);
			const dispatchWorkgroups = begun.dispatchWorkgroups.bind(begun);
			begun.dispatchWorkgroups = (...size) => {
				counts.dispatches++;
				dispatchWorkgroups(...size);
			};
			return begun;
		};
		return encoder;
	};
	return counts;
}
